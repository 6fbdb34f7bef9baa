#pragma once

#include <string>
#include <string_view>

#include "lesson/text.h"

namespace attn {

/// "한국어 · English", or the one of them that is asked for.
std::string in_a_line(const Text& text, Language language);

/// Lets what is printed from now on go through the usual pager, where there is one and standard
/// output is a terminal. It is started by the first print(): not for an error.
void print_through_pager();

/// Says that steps are going to be printed, one after another. If they are longer than the screen
/// and the pager can, it takes the reader from one to the next; `above` is then printed above them.
/// Before the first print().
void let_pager_find_steps(std::string above);

/// Writes to standard output. Throws UserError, which gives the system's reason, if that fails.
void print(std::string_view text);
/// Sees to it that all that was printed has arrived; much of it may fail only here. Throws
/// likewise. Where a pager shows it, waits until it is closed.
void finish_printing();

void print_error(std::string_view text);

}  // namespace attn
