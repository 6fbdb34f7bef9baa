#pragma once

#include <string>

#include "cli/child_program.h"
#include "render/text_style.h"

namespace attn {

/// The last lines that a program wrote on standard error; where it failed without a word there, of
/// standard output. Empty if there are none.
std::string last_words(const Ended& ended);

/// The same, and how the program ended, which was not well. `name`: what was to be started.
std::string failure(const Ended& ended, const std::string& name, const TextStyle& style);

/// Whether the program failed for want of Python or PyTorch. `is_python`: it was to be Python.
bool lacks_pytorch(const Ended& ended, bool is_python);

/// How to get PyTorch, and that any program will do for `file`.
std::string how_to_get_pytorch(const std::string& file, const TextStyle& style);

}  // namespace attn
