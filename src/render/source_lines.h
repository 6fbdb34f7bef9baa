#pragma once

#include <string>
#include <vector>

namespace attn {

/// Lines of Python, escaped, that run as they are copied: nothing stands before them. Where one has
/// no room in `width` columns, its comment goes before it, and its code goes on further in: rather
/// inside brackets than outside, where Python wants a backslash.
std::vector<std::string> source_lines(const std::string& source, int width);

}  // namespace attn
