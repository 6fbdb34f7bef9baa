#pragma once

#include <span>

#include "cli/options.h"
#include "lesson/text.h"

namespace attn {

/// A command's name, what it takes and does, and the function that does it and returns the exit
/// code.
struct Command {
  std::string_view name;
  std::string_view takes;
  FixedText summary;
  int (*run)(const Arguments& arguments, const Options& options);
};

/// The one table of commands: it serves dispatch, help and "did you mean".
std::span<const Command> commands();

int run_command(const Arguments& arguments, const Options& options);
int check_command(const Arguments& arguments, const Options& options);
int explain_command(const Arguments& arguments, const Options& options);
int diff_command(const Arguments& arguments, const Options& options);
int learn_command(const Arguments& arguments, const Options& options);
int list_command(const Arguments& arguments, const Options& options);

}  // namespace attn
