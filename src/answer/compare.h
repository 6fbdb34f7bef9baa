#pragma once

#include <optional>
#include <vector>

#include "answer/answer.h"
#include "tensor/tensor.h"

namespace attn {

/// WrittenTensor numbers that can be held against tensors, each within half of its last digit. A
/// tensor was printed with the same number of decimals throughout, so zeros that were left off at
/// the end count as written.
class WrittenTensor {
 public:
  explicit WrittenTensor(const Answer& answer);

  const Shape& shape() const { return shape_; }
  const std::vector<double>& values() const { return values_; }

  /// Whether a tensor of this shape may be meant. A table does not tell a vector from a row, nor
  /// slices from more rows.
  bool fits(const Shape& shape) const;
  /// Whether it is this tensor, to the written digits.
  bool matches(const Tensor& x) const { return fits(x.shape()) && differences(x, 1, 1) == 0; }
  /// The same if the last digit was cut off instead of rounded. REQUIRES: fits(x.shape()).
  bool matches_cut_off(const Tensor& x) const { return differences(x, 2, 1) == 0; }
  /// Whether cell number `i`, row-major, may have been printed for `expected`.
  bool agrees(std::size_t i, float expected, double halves = 1) const;
  /// How many cells differ by more than `halves` halves of the last digit; no more than `most` are
  /// looked for. REQUIRES: fits(x.shape()).
  Size differences(const Tensor& x, double halves, Size most) const;

  /// About how many decimal digits these numbers tell, taken together: how hard it is to hit on
  /// them by chance.
  double information() const;

 private:
  Shape shape_;
  bool is_table_;
  std::vector<double> values_;
  std::vector<double> halves_;  ///< half of the last digit of each
};

}  // namespace attn
