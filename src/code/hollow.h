#pragma once

#include <string>

#include "code/python.h"

namespace attn::python {

/// Whether a function or a class is defined that hollowed() changes.
bool can_be_hollowed(const Statement& statement);

/// The statement, of whose functions the bodies are replaced by a comment, which may have several
/// lines, and an exception. A class keeps its __init__, which draws.
std::string hollowed(const Statement& statement, const std::string& comment);

}  // namespace attn::python
