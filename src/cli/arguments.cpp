#include "cli/arguments.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>
#include <span>
#include <string_view>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "cli/suggest.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// Refuses options without a value and flags with one.
void require_values(std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const std::string_view name = word.substr(0, word.find('='));
    const bool is_joined = name.size() < word.size();  // --name=value
    for (const Option& option : option_table()) {
      if (option.name != name) continue;
      const std::string_view next = i + 1 < words.size() ? words[i + 1] : std::string_view("--");
      const bool is_missing =
          is_joined ? word.size() == name.size() + 1 : next.starts_with("--") || next == "-h";
      if (is_missing) {
        throw UserError(
            std::string(name), {"값이 빠졌습니다", "its value is missing"},
            {formatted("{} {} 꼴로 쓰십시오: {}", name, option.takes, option.meaning.ko),
             formatted("write {} {}: {}", name, option.takes, option.meaning.en)});
      }
      if (!is_joined) ++i;  // the next word is the value
      break;
    }
    for (const Flag& flag : flag_table()) {
      if (!is_joined || flag.name() != name) continue;
      throw UserError(std::string(name), {"값을 받지 않는 옵션입니다", "it takes no value"},
                      {formatted("값 없이 쓰십시오: {}", name), formatted("write {} alone", name)});
    }
  }
}

/// Lets CLI11 take the words apart; returns those that are neither options nor their values.
std::vector<std::string> take_apart(std::span<const std::string> words, Arguments& arguments) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (const Option& option : option_table()) {
    app.add_option(std::string(option.name), arguments.*option.word)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  for (const Flag& flag : flag_table()) {
    app.add_flag(std::string(flag.names), arguments.*flag.on);
  }
  app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 reads from the back
  return app.remaining();
}

/// Whether the word is written like a number or a range of numbers.
bool looks_like_step(std::string_view word) {
  return word.find_first_not_of("0123456789.-") == std::string_view::npos &&
         word.find_first_of("0123456789") != std::string_view::npos;
}

[[noreturn]] void fail_unknown(const std::string& word, const Text& problem,
                               const std::string& better) {
  const Text fix = better.empty() ? Text("attn --help를 보십시오", "see attn --help")
                                  : Text(formatted("혹시 {}입니까?", better),
                                         formatted("did you mean {}?", better));
  throw UserError(echoed(word), problem, fix);
}

/// The option that was meant by a word like it; empty if none.
std::string option_like(const std::string& word) {
  std::vector<std::string_view> candidates;
  for (const Option& option : option_table()) candidates.push_back(option.name);
  for (const Flag& flag : flag_table()) candidates.push_back(flag.name());
  return std::string(did_you_mean(word.substr(0, word.find('=')), candidates).value_or(""));
}

const Command& require_command(const std::string& word) {
  std::vector<std::string_view> candidates;
  for (const Command& command : commands()) {
    if (command.name == word) return command;
    candidates.push_back(command.name);
  }
  std::string better(did_you_mean(word, candidates).value_or(""));
  if (looks_like_step(word)) better = "attn run " + word;
  if (better.empty()) better = option_like("--" + word);
  fail_unknown(word, {"그런 명령은 없습니다", "there is no such command"}, better);
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words) {
  const auto end_of_options = std::find(words.begin(), words.end(), "--");
  const std::span<const std::string> front(words.begin(), end_of_options);
  require_values(front);
  Arguments arguments;
  for (std::string& word : take_apart(front, arguments)) {
    if (word.starts_with('-') && word != "-" && !looks_like_step(word)) {
      fail_unknown(word, {"그런 옵션은 없습니다", "there is no such option"}, option_like(word));
    }
    arguments.words.push_back(std::move(word));
  }
  if (end_of_options != words.end()) {
    arguments.words.insert(arguments.words.end(), end_of_options + 1, words.end());
  }
  if (!arguments.words.empty()) {
    arguments.command = &require_command(arguments.words.front());
    arguments.words.erase(arguments.words.begin());
  }
  return arguments;
}

Language likely_language(const std::vector<std::string>& words) {
  const char* environment = std::getenv("ATTN_LANG");
  std::string_view chosen = environment ? environment : "";
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) chosen = words[i + 1];
    if (words[i].starts_with("--lang=")) chosen = std::string_view(words[i]).substr(7);
  }
  if (chosen == "ko") return Language::ko;
  return chosen == "en" ? Language::en : Language::both;
}

}  // namespace attn
