#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace attn {

/// A tensor of values that differ from cell to cell, of both signs, none of them round.
inline Tensor example(const Shape& shape, float scale = 1.0F) {
  std::vector<float> values;
  for (Size i = 0; i < shape.product(); ++i) {
    const auto n = static_cast<float>((i * 7 + 3) % 11);
    values.push_back(scale * (n - 5.2F) / 4.3F);
  }
  return Tensor(shape, values);
}

inline std::vector<float> floats(std::initializer_list<float> values) {
  return values;
}

}  // namespace attn
