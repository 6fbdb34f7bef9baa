#pragma once

#include <string>

#include "cli/child_program.h"
#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// The last lines that a program wrote on standard error; where it failed without a word there, of
/// standard output. Empty if there are none.
std::string last_words(const Ended& ended);

/// How a program that did not end well ended. `name`: what was to be started.
Block how_it_ended(const Ended& ended, const std::string& name);

/// Whether the program failed for want of Python or PyTorch. `is_python`: it was to be Python.
bool lacks_pytorch(const Ended& ended, bool is_python);

Block how_to_get_pytorch();

}  // namespace attn
