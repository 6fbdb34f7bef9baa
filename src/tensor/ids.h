#pragma once

#include <string>
#include <vector>

#include "tensor/shape_error.h"
#include "tensor/tensor.h"

namespace attn {

/// Tensors hold only floats; ids are those of them that are whole numbers from 0 to `limit` - 1.
/// Throws ShapeError, where PyTorch raises an IndexError, if one is not.
inline std::vector<Size> as_ids(const Tensor& x, Size limit) {
  std::vector<Size> ids;
  ids.reserve(static_cast<std::size_t>(x.numel()));
  for (const float value : x.values()) {
    const bool is_in_range = value >= 0 && value < static_cast<float>(limit);
    ids.push_back(is_in_range ? static_cast<Size>(value) : 0);
    require_shape(is_in_range && static_cast<float>(ids.back()) == value, [&] {
      return std::to_string(value) + " is no whole number from 0 to " + std::to_string(limit - 1);
    });
  }
  return ids;
}

}  // namespace attn
