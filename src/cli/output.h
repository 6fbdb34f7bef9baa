#pragma once

#include <string>
#include <string_view>

#include "lesson/text.h"

namespace attn {

/// "한국어 · English", or the one of them that is asked for.
std::string in_a_line(const Text& text, Language language);

/// Writes to standard output. Throws UserError, which gives the system's reason, if that fails.
void print(std::string_view text);
/// Sees to it that all that was printed has arrived; much of it may fail only here. Throws
/// likewise.
void finish_printing();

void print_error(std::string_view text);

}  // namespace attn
