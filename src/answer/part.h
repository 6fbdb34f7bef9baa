#pragma once

#include <optional>
#include <string>
#include <vector>

#include "answer/compare.h"
#include "lesson/text.h"

namespace attn {

/// What of a tensor somebody wrote: the whole in another shape, or a block of it.
struct Part {
  bool is_whole;  ///< all its numbers, with axes of size 1 more or fewer
  Text words;     ///< which part: "row 1 of attn_weights", "context_vecs[0, :, 2:4]"
};

/// The part of `x` that these numbers are: places along one axis, one after another, of x or of one
/// of its slices. Nothing if they are none, or so few digits that they would be found by chance.
std::optional<Part> part_of(const Tensor& x, const WrittenTensor& got);

}  // namespace attn
