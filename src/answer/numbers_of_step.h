#pragma once

#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace attn {

/// A number that programs multiply or divide by.
struct NamedNumber {
  double value = 0;
  std::string symbol{};   ///< "√2"
  std::string meaning{};  ///< which number of the step that is: " (2 = d_k = h)"; may be empty
  bool divides = false;   ///< the value is 1 over what the symbol says
};

/// The numbers that may have been forgotten, or used once too often, on the way to x: the sizes of
/// what it was computed from, their roots, what dropout keeps, and those that stand in formulas.
/// Those of the step come first.
std::vector<NamedNumber> numbers_of_step(const Tensor& x);

}  // namespace attn
