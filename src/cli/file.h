#pragma once

#include <cstddef>
#include <string>

namespace attn {

/// What a file holds; "-" is standard input. Throws UserError if it cannot be read, is a directory,
/// or holds more than `max_bytes`, of which no more is read then.
std::string read_file(const std::string& path, std::size_t max_bytes);

}  // namespace attn
