#pragma once

#include <string>

#include "lesson/user_error.h"

namespace attn {

/// An error as it is printed: where and what, the line with a caret, what to do; in the language
/// chosen, or in both.
std::string describe(const UserError& error, Language language);

/// Says on standard error what the user should know though the command goes on: a line for each
/// language.
void warn(const Text& what, Language language);

}  // namespace attn
