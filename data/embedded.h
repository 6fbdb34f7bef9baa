#pragma once

#include <string_view>

namespace attn {

/// The content of a file of the data folder, which the binary carries with it; `path` is relative
/// to that folder. REQUIRES: it is listed in data/CMakeLists.txt.
std::string_view embedded_file(std::string_view path);

}  // namespace attn
