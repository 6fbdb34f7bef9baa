#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/user_error.h"
#include "tensor/tensor.h"

/// Tensors in the files that NumPy and PyTorch users keep them in: .npy, .npz and .safetensors.

namespace attn {

/// The largest file of tensors that is read, in bytes, packed or unpacked, and what it may hold.
inline constexpr std::size_t max_tensor_file_bytes = 64U << 20U;
inline constexpr std::size_t max_tensor_file_numbers = 1U << 24U;
inline constexpr std::size_t max_tensor_file_tensors = 4096;

/// A tensor under the name it has in its file; that of a .npy file has none.
struct NamedTensor {
  std::string name;
  Tensor tensor;      ///< float32, row-major, without a history, name or labels
  std::string dtype;  ///< of the file, as PyTorch calls it: "float32", "bfloat16", "int64", "bool"
};

/// What a file holds besides that cannot be had as float32: texts, objects, complex numbers.
struct RefusedTensor {
  std::string name;
  UserError why;
};

/// What a file holds, in its order; no name occurs twice.
struct TensorFile {
  std::string path;
  std::vector<NamedTensor> tensors{};
  std::vector<RefusedTensor> refused{};

  /// The tensor of this name; null if there is none. Throws the UserError of one that was refused.
  const NamedTensor* find(std::string_view name) const;
};

/// Whether these bytes are to be given to read_tensor_file() and are no text: by how they begin, or
/// by the ending of the path.
bool is_tensor_file(std::string_view bytes, std::string_view path);

/// Reads all tensors of a file, whose form is told by its first bytes. Numbers of other types
/// become float32 as `.float()` makes them in PyTorch: rounded to the nearest. A finite one that
/// would become infinite is refused; infinities and nan are kept. Sizes are checked before anything
/// is allocated.
///
/// Throws UserError for what breaks a rule of its form, is too large, or is of another form: a
/// pickle is never read, nor is what torch.save writes, which holds one. What is wrong with one
/// tensor alone refuses that one; the file, if none is left.
TensorFile read_tensor_file(std::string_view bytes, const std::string& path);

/// Throws UserError, which names the first cell of `tensor` that is infinite or nan.
void require_finite(const NamedTensor& tensor, const std::string& path);

}  // namespace attn
