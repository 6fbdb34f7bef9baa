#pragma once

#include <string>
#include <vector>

namespace attn {

/// How the numbers of one tensor are written, so that they agree with each other.
class NumberFormat {
 public:
  static constexpr int max_decimals = 8;

  /// A format for these values: plain decimals, or 1.2345e+08 if one is a million or more, or if
  /// all would look like 0. Without decimals, 1e+15 if one has more than 15 digits.
  NumberFormat(const std::vector<float>& values, int decimals);

  /// Correctly rounded, ties to even; never "-0.0000".
  std::string operator()(float value) const;

 private:
  int decimals_;
  bool scientific_ = false;
};

}  // namespace attn
