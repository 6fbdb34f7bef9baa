#include "cli/arguments.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "cli/suggest.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// Lets CLI11 take the words apart; returns those that it does not know.
std::vector<std::string> take_apart(const std::vector<std::string>& words, Arguments& arguments) {
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
  for (const Command& command : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(command.name));
    sub->fallthrough()->allow_extras()->set_help_flag();
    sub->add_option("words", arguments.words);
  }
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 reads from the back
  } catch (const CLI::ParseError& error) {
    // Unknown words are collected rather than refused, so what is left is a missing value; the
    // message starts with the option's name.
    const std::string message = error.what();
    throw UserError(message.substr(0, message.find(':')),
                    {"값이 빠졌습니다", "its value is missing"},
                    {"attn --help를 보십시오", "see attn --help"});
  }
  for (const CLI::App* sub : app.get_subcommands()) arguments.command = sub->get_name();
  return app.remaining(true);
}

[[noreturn]] void fail_unknown(const std::string& word) {
  const bool is_option = word.starts_with('-');
  std::vector<std::string_view> candidates;
  if (is_option) {
    for (const Option& option : option_table()) candidates.push_back(option.name);
    for (const Flag& flag : flag_table()) candidates.push_back(flag.name());
  } else {
    for (const Command& command : commands()) candidates.push_back(command.name);
  }
  const Text problem = is_option ? Text("그런 옵션은 없습니다", "there is no such option")
                                 : Text("그런 명령은 없습니다", "there is no such command");
  Text fix = {"attn --help를 보십시오", "see attn --help"};
  const auto meant = did_you_mean(word.substr(0, word.find('=')), candidates);
  const bool is_step = !word.empty() && word.find_first_not_of("0123456789.-") == std::string::npos;
  if (meant || is_step) {
    const std::string better = meant ? std::string(*meant) : "attn run " + word;
    fix = {formatted("혹시 {}입니까?", better), formatted("did you mean {}?", better)};
  }
  throw UserError(word, problem, fix);
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  for (const std::string& word : take_apart(words, arguments)) fail_unknown(word);
  return arguments;
}

Language likely_language(const std::vector<std::string>& words) {
  const char* environment = std::getenv("ATTN_LANG");
  std::string_view chosen = environment ? environment : "";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) chosen = words[i + 1];
    if (words[i].starts_with("--lang=")) chosen = std::string_view(words[i]).substr(7);
  }
  if (chosen == "ko") return Language::ko;
  return chosen == "en" ? Language::en : Language::both;
}

}  // namespace attn
