#pragma once

#include <string>

#include "lesson/text.h"
#include "tensor/tensor.h"

namespace attn {

/// What the places along an axis are called, and how they are counted.
struct AxisWords {
  Text one, all;          ///< "row", "rows"
  std::string before{};   ///< in front of a number: "[:, "
  std::string behind{};   ///< behind it: "]"
  std::size_t first = 0;  ///< the number of the first: rows are counted from 1
  const Labels* labels = nullptr;

  std::string place(std::size_t i) const;            ///< "3", "[:, 2]"
  std::string place_and_label(std::size_t i) const;  ///< "3 ('starts')"
};

/// Of axis `axis` of x, which is what a batch is made of, heads, rows or columns.
AxisWords words_along(const Tensor& x, int axis);

}  // namespace attn
