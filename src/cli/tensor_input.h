#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "files/tensor_file.h"

namespace attn {

/// A file, and which of its tensors is meant; a file with one alone needs no name.
struct TensorPath {
  std::string file, name{};
};

/// What "w.npz:inputs" means: a file of that name, if there is one, or a tensor of the file before
/// a colon.
TensorPath tensor_path(const std::string& typed);

/// How much of a file is read: more if it is one of tensors by its ending, than `of_text`.
std::size_t most_bytes(std::string_view path, std::size_t of_text);

/// The inputs that a tensor of a file is, and how PyTorch loads them.
struct LoadedInputs {
  Tensor matrix;  ///< (T, d_in), within the limits of Settings, finite
  std::string loading;
};

/// Finds the tensor that is meant in the bytes of a file. Throws UserError.
LoadedInputs load_inputs(std::string_view bytes, const TensorPath& path);

}  // namespace attn
