#pragma once

#include <string>
#include <vector>

#include "lesson/page.h"
#include "tensor/tensor.h"

namespace attn {

/// Stands for the places of an axis that a summary leaves out.
inline constexpr Size left_out = -1;

/// Whether only the first and last places of each long axis are shown: as PyTorch does, from more
/// than 1000 cells on.
bool is_summarised(const Tensor& tensor);

/// The name of a place along one of the last two axes, in the matrix below `slice`, an index of the
/// axes before them; null if it has none.
const std::string* label_in_slice(const Tensor& x, int axis, const Index& slice, Size place);

/// A tensor that is given with a question: without decimals if all of them are 0.
block::Matrix as_given(const Tensor& tensor);

/// The places of an axis that are shown.
std::vector<Size> shown_places(Size size, bool summarise);

}  // namespace attn
