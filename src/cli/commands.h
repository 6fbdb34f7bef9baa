#pragma once

#include <span>
#include <string_view>

#include "cli/request.h"
#include "lesson/text.h"

namespace attn {

/// A command line worth trying, and what it does.
struct Example {
  std::string_view line;
  FixedText meaning;
};

/// A command: what it takes and does, and the function that does it and returns the exit code.
struct Command {
  std::string_view name;
  std::string_view takes;  ///< "STEP FILE|-"
  FixedText summary;       ///< in few words
  FixedText about;
  std::span<const Example> examples;
  int (*run)(const Request& request);
};

/// The one table of commands, in the order in which one meets them: it serves parsing, dispatch,
/// help, the manual, completion and "did you mean".
std::span<const Command> commands();

/// Null if there is none of that name.
const Command* find_command(std::string_view name);

int learn_command(const Request& request);
int run_command(const Request& request);
int list_command(const Request& request);
int explain_command(const Request& request);
int diff_command(const Request& request);
int code_command(const Request& request);
int practice_command(const Request& request);
int weights_command(const Request& request);
int watch_command(const Request& request);
int check_command(const Request& request);
int completion_command(const Request& request);
int help_command(const Request& request);

}  // namespace attn
