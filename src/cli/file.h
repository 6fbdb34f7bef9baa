#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attn {

/// What a file holds; "-" is standard input. Throws UserError if it cannot be read, is a directory,
/// or holds more than `max_bytes`, of which no more is read then.
std::string read_file(const std::string& path, std::size_t max_bytes);

bool exists(const std::string& path);
bool is_folder(const std::string& path);

/// Makes the folders above a file that are missing. Throws UserError.
void make_folders_of(const std::string& path);

/// Makes the file hold `content`, and the folders above it if need be. It is written beside and
/// then renamed, so that at any moment there is the old file or the new one. Throws UserError.
void write_file(const std::string& path, std::string_view content);

/// Throws the UserError of a file that cannot be written, for the reason in errno.
[[noreturn]] void fail_to_write(const std::string& path);

}  // namespace attn
