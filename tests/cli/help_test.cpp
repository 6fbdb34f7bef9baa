#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "cli/process.h"
#include "lesson/text.h"
#include "render/width.h"

namespace attn::help_test {

std::vector<std::string> lines_of_output(const std::string& words) {
  std::istringstream out(attn(words).out);
  std::vector<std::string> lines;
  for (std::string line; std::getline(out, line);) lines.push_back(line);
  return lines;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Start, IsOneScreenInEachLanguage) {
  for (const std::string language : {"ko", "en", "both"}) {
    EXPECT_LE(lines_of_output("--lang " + language).size(), 23U) << language;  // and the prompt
  }
}

TEST(Start, SaysWhereToStartAndNamesEveryCommand) {
  const Outcome outcome = attn("--lang en");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(has(outcome.out, "\nstart here\n  attn learn "));
  for (const Command& command : commands()) {
    EXPECT_TRUE(has(outcome.out, "\n  " + std::string(command.name) + " ")) << command.name;
  }
}

TEST(Help, OfACommandShowsItAndItsOptionsOnly) {
  for (const Command& command : commands()) {
    const std::string name(command.name);
    const std::string help = attn("help " + name).out;
    EXPECT_EQ(attn(name + " --help").out, help);
    EXPECT_EQ(attn(name + " -h").out, help);
    EXPECT_EQ(attn("--help " + name).out, help);
    EXPECT_TRUE(help.starts_with("attn " + name)) << help;
    for (const Option& option : option_table()) {
      const bool is_shown =
          has(help, "\n  " + option.usage() + " ") || has(help, "\n  " + option.usage() + "\n");
      EXPECT_EQ(is_shown, option.is_of(name)) << name << " " << option.name();
    }
  }
}

TEST(Help, AloneShowsAllInShort) {
  const std::string help = attn("help").out;
  EXPECT_EQ(attn("--help").out, help);
  EXPECT_EQ(attn("-h").out, help);
  for (const Command& command : commands()) EXPECT_TRUE(has(help, command.name));
  for (const Option& option : option_table()) EXPECT_TRUE(has(help, option.usage()));
}

TEST(Help, HelpsEvenWhereTheRestIsWrong) {
  EXPECT_EQ(attn("run nonsense --help").code, 0);
}

TEST(Help, ComesInTheLanguageAskedFor) {
  const std::string ko = attn("help --lang ko").out;
  const std::string en = attn("help --lang en").out;
  EXPECT_TRUE(has(ko, "시드"));
  EXPECT_FALSE(has(en, "시드"));
  EXPECT_TRUE(has(en, "seed of"));
  EXPECT_FALSE(has(ko, "seed of"));
}

TEST(Help, FitsIntoEightyColumns) {
  for (const std::string words : {"", "help", "help run", "help explain", "help check"}) {
    for (const std::string language : {" --lang ko", " --lang en", " --lang both"}) {
      for (const std::string& line : lines_of_output(words + language)) {
        EXPECT_LE(display_width(line), 80) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
      }
    }
  }
}

TEST(HelpAsJson, NamesTheOptionsOfACommandAndWhatTheyOffer) {
  for (const Command& command : commands()) {
    const auto json =
        nlohmann::json::parse(attn("help " + std::string(command.name) + " --format json").out);
    EXPECT_EQ(json["name"], command.name);
    std::vector<std::string> names;
    for (const auto& option : json["options"]) names.push_back(option["name"]);
    std::vector<std::string> wanted;
    for (const Option* option : options_of(command.name)) wanted.emplace_back(option->name());
    EXPECT_EQ(names, wanted);
  }
  EXPECT_EQ(nlohmann::json::parse(attn("help --format json").out).size(), commands().size());
  const auto run = nlohmann::json::parse(attn("help run --format json").out);
  for (const auto& option : run["options"]) {
    EXPECT_EQ(option["setting"],
              find_option(option["name"].get<std::string>())->setting.has_value());
    if (option["name"] == "--input") {
      EXPECT_EQ(option["choices"], (std::vector<std::string>{"journey", "korean", "telling"}));
    }
  }
}

/// groff is not everywhere, so the page is read as its source.
TEST(Manual, NamesEveryCommandAndOptionInBothLanguages) {
  for (const std::string language : {"ko", "en"}) {
    const std::string manual = attn("help --man --lang " + language).out;
    EXPECT_TRUE(manual.starts_with(".TH ATTN 1 "));
    for (const Command& command : commands()) {
      EXPECT_TRUE(has(manual, "\n\\fBattn " + std::string(command.name))) << command.name;
    }
    for (const Option& option : option_table()) {
      std::string name(option.name());
      for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) {
        name.insert(at, "\\");
      }
      EXPECT_TRUE(has(manual, name)) << name;
    }
  }
  EXPECT_TRUE(has(attn("help --man --lang ko").out, ".SH \"이름\""));
  EXPECT_TRUE(has(attn("help --man --lang en").out, "attn \\- "));
}

}  // namespace attn::help_test
