#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "files/layout.h"
#include "files/tensor_file.h"

namespace attn {

/// What the beginning of a .npy file says of the rest of it.
struct NpyHeader {
  Layout layout;
  std::size_t size;  ///< of the header, in bytes: behind it lie the numbers
};

/// As many bytes as hold the whole header of any .npy file: NumPy itself takes none that is longer.
inline constexpr std::size_t longest_npy_header = 12 + 10'000;

bool is_npy(std::string_view bytes);

/// Reads the header of a .npy file, of version 1 to 3, from its first bytes. Throws UserError, for
/// what is no number, too.
///
/// Source: numpy.lib.format, "Format Version 1.0" and what follows it.
NpyHeader read_npy_header(std::string_view bytes, const std::string& where);

/// Throws UserError unless so many bytes are the size of a file with this header.
void require_npy_size(const NpyHeader& header, std::size_t bytes, const std::string& where);

/// Reads a whole .npy file. Throws UserError.
NamedTensor read_npy(std::string_view bytes, const std::string& name, const std::string& where);

}  // namespace attn
