#pragma once

#include <string>
#include <vector>

namespace attn {

/// Does what the command line asks for. Returns the exit code: 0 fine or equal, 1 different, 2 the
/// user's words, file or settings are wrong, 3 our own fault.
int run_app(const std::vector<std::string>& words);

}  // namespace attn
