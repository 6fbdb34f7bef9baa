#include "cli/parse.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "cli/step_selection.h"
#include "lesson/suggest.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

// ---- What CLI11 left over, as an error ----------------------------------------------------------
//
// CLI11's own errors are sentences in English, without the word that is meant. So it is told to
// leave what it does not know, and to take options with and without a value: Option::take() and
// what follows say what is wrong.

/// What others call what is here called otherwise.
std::string_view other_name(std::string_view word) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"ls", "list"},
      {"show", "run"},
      {"--json", "--format json"},
      {"--num-heads", "--heads"},
      {"--num_heads", "--heads"},
      {"--language", "--lang"},
      {"-v", "--version"},
      {"-V", "--version"},
      {"version", "--version"},
  };
  for (const auto& [theirs, ours] : names) {
    if (theirs == word) return ours;
  }
  return {};
}

[[noreturn]] void fail_unknown_word(const std::string& word, const Text& problem,
                                    const std::string& meant) {
  const Text fix = meant.empty() ? Text("attn help를 보십시오", "see attn help")
                                 : Text(formatted("혹시 {}입니까?", meant),
                                        formatted("did you mean {}?", meant));
  throw UserError(echoed(word), problem, fix);
}

std::string option_like(std::string_view word, const Command* command) {
  word = word.substr(0, word.find('='));
  if (const auto ours = other_name(word); !ours.empty()) return std::string(ours);
  std::vector<std::string_view> names;
  for (const Option* option : options_of(command ? command->name : "")) {
    names.push_back(option->name());
  }
  for (const Option& option : option_table()) names.push_back(option.name());  // those of others
  return std::string(did_you_mean(word, names).value_or(""));
}

/// An option that is unknown, or known but not here.
[[noreturn]] void fail_at_option(const std::string& word, const Command* command) {
  const Option* option = find_option(word.substr(0, word.find('=')));
  if (!option) {
    fail_unknown_word(word, {"그런 옵션은 없습니다", "there is no such option"},
                      option_like(word, command));
  }
  const std::string name(option->name());
  if (command && option->is_of(command->name)) {
    throw UserError(name, {"명령 앞에 있습니다", "it stands before the command"},
                    {formatted("명령 뒤에 쓰십시오: attn {} {}", command->name, option->usage()),
                     formatted("write it behind: attn {} {}", command->name, option->usage())});
  }
  std::string takers;
  for (const Command& other : commands()) {
    if (option->is_of(other.name))
      takers += (takers.empty() ? "attn " : ", attn ") + std::string(other.name);
  }
  if (takers.empty()) takers = "attn";
  const Text problem =
      command ? Text(formatted("attn {}에는 쓸모가 없는 옵션입니다", command->name),
                     formatted("attn {} has no use for it", command->name))
              : Text("명령 없이는 쓸모가 없는 옵션입니다", "it is of no use without a command");
  throw UserError(
      name, problem,
      {formatted("이 옵션을 받는 명령: {}", takers), formatted("taken by: {}", takers)});
}

// ---- CLI11 --------------------------------------------------------------------------------------

void declare(const Option& option, CLI::App& app, Request& request) {
  const auto take = [&option, &request](const CLI::results_t& typed) {
    const bool is_alone = option.takes.empty() && typed.back() == "true";  // what CLI11 makes of it
    option.take(is_alone ? "" : typed.back(), request);
    return true;
  };
  CLI::Option* declared = app.add_option(std::string(option.names), take);
  if (option.takes.empty()) {
    declared->expected(0);
  } else {
    declared->expected(0, 1);
  }
  declared->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  // At once, for the errors that follow; the others when all words are read.
  declared->trigger_on_parse(option.name() == "--lang");
}

/// Whether a word that is left over was meant as an option: "-x", but not "-" or "-5".
bool is_option(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9');
}

/// Refuses options among the words that nobody took.
void refuse_options(const std::vector<std::string>& left_over, const Command* command) {
  for (const std::string& word : left_over) {
    if (is_option(word)) fail_at_option(word, command);
  }
}

}  // namespace

const Command& require_command(const std::string& word) {
  if (const Command* command = find_command(word)) return *command;
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  std::string meant(other_name(word));
  if (const std::string steps = steps_meant(word); !steps.empty()) meant = "attn run " + steps;
  if (meant.empty()) meant = did_you_mean(word, names).value_or("");
  fail_unknown_word(word, {"그런 명령은 없습니다", "there is no such command"}, meant);
}

void parse(const std::vector<std::string>& words, Request& request) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  for (const Option* option : options_of("")) declare(*option, app, request);
  for (const Command& command : commands()) {
    CLI::App* part = app.add_subcommand(std::string(command.name));
    // Only the command that is called needs its options.
    part->preparse_callback([&command, part, &request](std::size_t) {
      request.command = &command;
      for (const Option* option : options_of(command.name)) declare(*option, *part, request);
    });
  }
  // Behind "--" CLI11 2.1 takes all words for the program's own, not for the command's.
  const auto end_of_options = std::find(words.begin(), words.end(), "--");
  app.parse(std::vector<std::string>(std::make_reverse_iterator(end_of_options), words.rend()));

  const std::vector<std::string> before = app.remaining();
  refuse_options(before, request.command);
  if (!before.empty()) require_command(before.front());
  if (request.command) request.words = app.get_subcommands().front()->remaining();
  refuse_options(request.words, request.command);
  if (end_of_options != words.end()) {
    request.dashes = request.words.size();
    request.words.insert(request.words.end(), end_of_options + 1, words.end());
  }
  request.style.heat = heat_style(request.heat, request.style.color);
}

}  // namespace attn
