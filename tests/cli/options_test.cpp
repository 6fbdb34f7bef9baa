#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "catalogue.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/option_table.h"
#include "cli/process.h"
#include "render/json.h"
#include "sanitized.h"
#include "steps/places.h"

/// Every option belongs to the commands that it can change.

namespace attn::options_test {

/// The option, with a value that it takes.
std::string typed(const Option& option) {
  const std::vector<std::string_view> choices = choices_in(option.takes);
  const std::string name(option.name());
  if (!choices.empty()) return name + " " + std::string(choices.front());
  if (option.takes.empty()) return name;
  return name + (option.takes == "P" ? " 0.2" : option.name() == "--width" ? " 60" : " 4");
}

TEST(Options, AreRefusedByEveryCommandThatHasNoUseForThem) {
  for (const Command& command : commands()) {
    for (const Option& option : option_table()) {
      if (option.is_of(command.name)) continue;
      const std::string words = std::string(command.name) + " " + typed(option);
      const Outcome outcome = attn(words + " --lang en");
      EXPECT_EQ(outcome.code, 2) << words;
      EXPECT_EQ(outcome.out, "") << words;
      EXPECT_NE(outcome.err.find(" has no use for it\nfix: taken by: attn"), std::string::npos)
          << words << "\n"
          << outcome.err;
    }
  }
}

TEST(Options, AreTakenByTheCommandsOfTheirTable) {
  for (const Command& command : commands()) {
    for (const Option* option : options_of(command.name)) {
      const std::string words = std::string(command.name) + " " + typed(*option) + " --help";
      EXPECT_EQ(attn(words).code, 0) << words;
    }
  }
}

TEST(Options, NameOnlyCommandsThatThereAre) {
  for (const Option& option : option_table()) {
    std::istringstream names{std::string(option.commands)};
    for (std::string name; names >> name;) EXPECT_TRUE(name == "*" || find_command(name)) << name;
  }
}

struct Case {
  const char* words;
  const char* note;  ///< on standard error
};

/// Changing nothing, a setting is named; the output is as without it.
TEST(Settings, ThatNoChosenStepUsesAreNamedInOneLine) {
  const Case cases[] = {
      {"run 5 --bias", "attn: --bias: the chosen steps make no use of it\n"},
      {"run 5 --heads 5 --bias", "attn: --heads, --bias: the chosen steps make no use of it\n"},
      {"run 1.6 --seed 9", "attn: --seed: the chosen steps make no use of it\n"},
      {"run 6.2 --input korean", "attn: --input: the chosen steps make no use of it\n"},
      {"run 5 --format json --bias", "attn: --bias: the chosen steps make no use of it\n"},
      {"explain 5 attn_scores_2[1] --context-length 9",
       "attn: --context-length: the chosen steps make no use of it\n"},
      {"run 5 4.4 --bias", ""},
      {"run 5 --query 3", ""},
      {"run 16 --heads 3", ""},  // d_out follows from it
      {"run 39 --d-out 6", ""},
      {"run 4.6 --context-length 9", ""},
      {"run 2.7 --input korean", ""},
      {"run 36 --dropout 0.2 --seed 7", ""},
      {"run 7.2 --ablate 0.1 --seed 7", ""},
      {"run 7.2 --heads 2", "attn: --heads: the chosen steps make no use of it\n"},
      {"run 33 --ablate 0.1", "attn: --ablate: the chosen steps make no use of it\n"},
  };
  for (const auto& [words, note] : cases) {
    const Outcome outcome = attn(std::string(words) + " --lang en");
    EXPECT_EQ(outcome.code, 0) << words;
    EXPECT_EQ(outcome.err, note) << words;
  }
  EXPECT_EQ(attn("run 5 --bias").out, attn("run 5").out);
  EXPECT_EQ(
      attn("run 5 --bias").err,
      "attn: --bias: 고른 단계에서는 쓰지 않는 설정입니다 · the chosen steps make no use of it\n");
  const TemporaryFile own("tensor([0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820])", "own.txt");
  EXPECT_EQ(attn("diff 23 --bias --lang en " + own.path()).err,
            "attn: --bias: the chosen steps make no use of it\n");
}

/// The record is right if, at every step, what was not asked for changes nothing.
TEST(Settings, ThatAStepDidNotAskForDoNotChangeItsPage) {
  const Choices others = {
      {Setting::input, "korean"},   {Setting::tokens, "a b c d"},  {Setting::query, "3"},
      {Setting::seed, "77"},        {Setting::d_out, "6"},         {Setting::heads, "3"},
      {Setting::dropout, "0.31"},   {Setting::bias, ""},           {Setting::context_length, "12"},
      {Setting::ablate, "0.1,1.3"}, {Setting::temperature, "0.7"}, {Setting::top_k, "5"},
      {Setting::top_p, "0.6"}};
  std::map<Setting, int> unused;
  for (const Place& place : some_of(all_places(), 2)) {
    const std::string usual = render_json(write_page(place, settings_of(Choices())));
    for (const auto& choice : others) {
      const Settings settings = settings_of(Choices{choice});
      const std::string page = render_json(write_page(place, settings));
      if (settings.was_asked(choice.first)) continue;
      EXPECT_EQ(page, usual) << id(place) << ": " << command_line({choice});
      ++unused[choice.first];
    }
  }
  if (is_sanitized) return;  // and too few steps were tried
  EXPECT_GT(unused[Setting::bias], 90) << "most steps have no layer with a bias";
  EXPECT_GT(unused[Setting::input], 20);
}

}  // namespace attn::options_test
