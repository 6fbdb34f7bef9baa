#pragma once

#include <cmath>
#include <string>

#include "lesson/text.h"
#include "tensor/tensor.h"

namespace attn {

/// A number as PyTorch prints it.
inline std::string printed_number(float value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return formatted("{:.4f}", value);
}

/// The numbers from `next` on, as nested lists of that shape.
inline std::string nested(const Shape& shape, int axis, const std::vector<float>& values,
                          std::size_t& next) {
  if (axis == shape.rank()) return printed_number(values[next++]);
  std::string text = "[";
  for (Size i = 0; i < shape[axis]; ++i) {
    text += (i > 0 ? ", " : "") + nested(shape, axis + 1, values, next);
  }
  return text + "]";
}

/// "name = tensor([…])".
inline std::string printed(const std::string& name, const Tensor& x) {
  std::size_t next = 0;
  return (name.empty() ? "" : name + " = ") + "tensor(" + nested(x.shape(), 0, x.values(), next) +
         ")\n";
}

}  // namespace attn
