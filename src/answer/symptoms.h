#pragma once

#include <vector>

#include "answer/compare.h"
#include "lesson/text.h"

namespace attn {

/// What can be seen in wrong numbers before anything is known about the program that made them, in
/// this order: not-a-numbers, sums of rows, the pattern of the mask.
/// REQUIRES: got.fits(expected.shape()).
std::vector<Text> symptoms(const Tensor& expected, const WrittenTensor& got);

/// A cell in words, with the names of its row and column where they have any:
/// "[1,0] ('journey', 'Your')".
std::string cell_in_words(const Tensor& x, const Index& cell);

/// How one cell of a tensor was computed: "0.2098 × 0.43 + 0.2006 × 0.55 + … = 0.4421". Empty if
/// it was given, drawn, or only moved. Where the numbers as they are written come to another
/// result, it says so.
Text arithmetic(const Tensor& x, const Index& cell);

}  // namespace attn
