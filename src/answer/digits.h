#pragma once

#include <vector>

#include "answer/answer.h"

namespace attn {

/// One way to take the digits of a text: how much the last digit of each number counts.
struct Digits {
  std::vector<double> units;  ///< 0: the number is exact
  /// Whether the last digit may have been cut off instead of rounded: from three decimals on.
  bool may_be_cut_off = false;
  /// How many decimals are left of a text all of whose numbers end in zeros, because they were
  /// rounded before they were printed; -1 if it is taken as it is written.
  int decimals_rounded_to = -1;
};

/// The ways in which the digits of an answer can be meant, the usual one first; there is at least
/// one:
/// - as many decimals everywhere, zeros left off at the end: [0.2098, 0.5] is [0.2098, 0.5000];
/// - as many significant digits everywhere, as C++, `%g` and PyTorch's exponents have them:
/// [1.23457,
///   0.0738903];
/// - as they are, where some were rounded further by hand: [0.2098, 0.14];
/// - with zeros at the end of every number left off: [0.2100, 0.1400] of torch.round(x,
/// decimals=2).
///
/// Whole numbers without decimals are exact, and so is what says nothing, such as [0.5000, 0.2500]:
/// there the zeros count.
std::vector<Digits> ways_to_take_digits(const Answer& answer);

}  // namespace attn
