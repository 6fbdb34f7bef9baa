#pragma once

#include <string_view>

namespace attn {

/// Writes to standard output. Throws UserError, which gives the system's reason, if that fails.
void print(std::string_view text);
/// Sees to it that all that was printed has arrived; much of it may fail only here. Throws
/// likewise.
void finish_printing();

void print_error(std::string_view text);

}  // namespace attn
