#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "answer/answer.h"
#include "answer/digits.h"
#include "tensor/tensor.h"

namespace attn {

/// How well written numbers fit right ones, worst first. Each of these allows 2e-6 · max(1, |x|),
/// or what the type of the numbers cannot tell apart.
enum class Fit {
  none,
  cut_off,  ///< the right numbers without their further digits
  rounded,  ///< the right numbers rounded to the digits given
  exact,    ///< the right numbers
};

/// Numbers that somebody wrote, to be held against tensors.
class WrittenTensor {
 public:
  explicit WrittenTensor(const Answer& answer);

  const Shape& shape() const { return shape_; }
  const std::vector<double>& values() const { return values_; }
  /// "bfloat16", or empty if its numbers are as good as float32's.
  const std::string& coarse_type() const { return coarse_type_; }

  /// Whether a tensor of this shape may be meant. A table does not tell a vector from a row, nor
  /// slices from more rows.
  bool fits(const Shape& shape) const;
  /// How well all numbers fit. REQUIRES: as many of them as there are.
  Fit fit(std::span<const float> right) const;
  /// The same; none for a tensor of another shape.
  Fit fit(const Tensor& x) const;
  /// Whether it is this tensor, rounded to the written digits or cut off.
  bool matches(const Tensor& x) const;
  /// Whether cell number `i`, row-major, may have been printed for `expected`, rounded or cut off.
  bool agrees(std::size_t i, float expected) const;
  /// The cells, counted row-major, that do not agree with `x`, the digits taken in the way in which
  /// there are fewest. REQUIRES: fits(x.shape()).
  std::vector<Size> differing(const Tensor& x) const;
  /// If these numbers fit `x` only without the zeros that all of them end in: to how many decimals
  /// they were rounded before they were printed.
  std::optional<int> rounded_earlier(const Tensor& x) const;

  /// With how many decimals all numbers are written; nothing if there are powers of ten.
  std::optional<int> decimals() const { return decimals_; }
  /// How much the last digit counts where it counts most; 0 for whole numbers.
  double unit() const;
  /// About how many decimal digits these numbers tell, taken together: how hard it is to hit on
  /// them by chance; without some of the cells, given row-major and in order.
  double information(const std::vector<Size>& but_for = {}) const;
  /// The same if only numbers as near to `right` as these are looked at: what changes those by a
  /// digit or two is soon hit on. As much as information() for a tensor of another shape.
  double information_beside(const Tensor& right) const;

 private:
  Fit agreement(std::span<const float> right) const;  // never exact
  bool agree_in(const Digits& digits, bool cut_off, std::span<const float> right) const;
  bool cell_agrees(std::size_t i, double unit, bool cut_off, float expected,
                   double hidden_from) const;
  double slack(double expected) const;

  Shape shape_;
  bool is_table_;
  std::string coarse_type_{};
  double coarseness_ = 0;  ///< of its type, relative
  std::optional<int> decimals_ = 0;
  std::vector<double> values_;
  std::vector<Digits> ways_;
};

/// The numbers of x, written with every digit that they have.
WrittenTensor with_every_digit(const Tensor& x);

/// Whether two shapes are the same without their axes of size 1.
bool same_but_for_ones(const Shape& a, const Shape& b);

/// A written number this low among right ones hides a score as -inf does: -1e9, or the least number
/// of its type. A hundred times as large as the largest of them, and 1000 at least.
double hides_below(std::span<const float> right);

}  // namespace attn
