#pragma once

#include <vector>

#include "answer/budget.h"
#include "answer/compare.h"
#include "answer/mistakes.h"

namespace attn {

/// Mistakes that, made together, give somebody's numbers.
struct Diagnosis {
  std::vector<const Mistake*> mistakes;
  /// Of each, which of its ways it was made in; which_ways() tells.
  std::vector<Text> ways{};
};

/// The programs that give `written` instead of `right`, made from the right one by as few mistakes
/// as possible: all that are made by one, or if there is none, by two, or three. Nothing if no such
/// program is known, or if there are so few digits that one would be found by chance.
/// Where it is not known which of several tensors is meant, that for which fewest will do; the
/// earlier one where as many do. No mistake is looked for in what is `given`, because it was found
/// to be right, nor on the way to that. REQUIRES: !right.empty().
struct Explained {
  Tensor right;
  std::vector<Diagnosis> diagnoses;
  std::vector<const Mistake*> of_shape;  ///< those that change the shape of `right` to that written
  /// Whether the budget was spent before all that the diagnoses speak of was tried: each mistake
  /// and any two of them, and where three were found, any three.
  bool cut_short = false;
};
Explained diagnose(const std::vector<Tensor>& right, const WrittenTensor& written, Budget& budget,
                   const std::vector<Tensor>& given = {});

/// The mistakes that can be made on the way to `right` without a difference to the written digits.
struct Invisible {
  std::vector<const Mistake*> always;     ///< nor to any other digit, made in the usual way
  std::vector<const Mistake*> by_digits;  ///< more digits would show them
};
Invisible invisible_mistakes(const Tensor& right, const WrittenTensor& written, Budget& budget);

/// The mistakes that change the shape of `right` to that of `written`.
std::vector<const Mistake*> mistakes_of_shape(const Tensor& right, const WrittenTensor& written);

/// The mistakes that, made everywhere, make one cell of `right` what is written, a single number
/// that may be rounded or cut off.
std::vector<const Mistake*> mistakes_of_cell(const Tensor& right, const Index& cell,
                                             const WrittenTensor& written);

}  // namespace attn
