#pragma once

#include <string>
#include <string_view>

#include "files/tensor_file.h"

namespace attn {

/// Reads the arrays of a .npz file: a zip archive of .npy files. Throws UserError.
TensorFile read_npz(std::string_view bytes, const std::string& path);

}  // namespace attn
