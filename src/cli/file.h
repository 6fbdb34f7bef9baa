#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attn {

/// What a file holds; "-" is standard input, and the shell's `<(…)` is taken, too. Throws UserError
/// if it cannot be read, is a directory, a pipe, a device or a socket, or holds more than
/// `max_bytes`, of which no more is read then.
std::string read_file(const std::string& path, std::size_t max_bytes);

bool exists(const std::string& path);
bool is_larger(const std::string& path, std::size_t bytes);
bool is_folder(const std::string& path);

/// The file that a path leads to, through symbolic links, even if there is none as yet. Throws
/// UserError where they go round in circles.
std::string behind_links(std::string path);

/// Makes the folders above a file that are missing. Throws UserError.
void make_folders_of(const std::string& path);

/// Makes the file hold `content`, and the folders above it if need be. It is written beside and
/// then renamed, so that at any moment there is the old file or the new one. Its mode stays; a
/// symbolic link stays one, and the file behind it is replaced; another hard link to the old file
/// keeps the old content. Throws UserError.
void write_file(const std::string& path, std::string_view content);

/// Makes a file that holds `content`, and the folders above it if need be. What is there under this
/// name stays as it is. Throws UserError, and then there is no file.
void write_new_file(const std::string& path, std::string_view content);

/// Throws the UserError of a file that cannot be written, for the reason in errno.
[[noreturn]] void fail_to_write(const std::string& path);

}  // namespace attn
