#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace attn {

/// The command, for the shell, that shows what is longer than the screen: $ATTN_PAGER, else $PAGER,
/// else less. None where standard output is no terminal, or one that cannot page, where the command
/// is empty or "cat", or where there is no less.
std::optional<std::string> usual_pager();

/// How many rows the terminal has.
std::size_t rows_of_screen();

/// Whether the command is less and left to us: $LESS is not set. Then it can be told to look for
/// the steps' headings.
bool can_find_steps(const std::string& command);

/// From now on standard output goes through the command. What less is to do (quit at once if all
/// fits on the screen, keep colours) is set in the environment unless the user did; if it is to
/// find steps, n and N go to the next and the previous one, and the prompt says so. False, and
/// nothing is changed, if it cannot be started.
bool start_pager(const std::string& command, bool finds_steps);

/// Ends the output that goes through it, and waits until the reader has closed it.
void finish_pager();

}  // namespace attn
