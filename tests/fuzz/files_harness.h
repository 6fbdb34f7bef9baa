#pragma once

#include <string>

#include "files/tensor_file.h"
#include "harness.h"

namespace attn {

/// What holds of any file of tensors: it is refused, in words, or all that is told of it is there.
inline void require_read_or_refused(std::string_view bytes, const std::string& path) {
  try {
    const TensorFile file = read_tensor_file(bytes, path);
    require(!file.tensors.empty());
    std::size_t numbers = 0;
    for (const NamedTensor& tensor : file.tensors) {
      require(tensor.tensor.numel() >= 1 && !tensor.dtype.empty());
      require(tensor.tensor.values().size() == static_cast<std::size_t>(tensor.tensor.numel()));
      require(file.find(tensor.name) == &tensor);
      numbers += tensor.tensor.values().size();
    }
    require(numbers <= max_tensor_file_numbers);
    for (const RefusedTensor& refused : file.refused) require_said(refused.why);
  } catch (const UserError& error) {
    require(error.where.starts_with(path));
    require_said(error);
  }
}

}  // namespace attn
