#pragma once

#include <optional>

#include "answer/verdict.h"

namespace attn {

// What can be said of numbers beside that they are equal or not. Each is nothing if it does not
// hold.

/// `got` is a part of x, or all of it in another shape.
std::optional<Relation> as_part(const Tensor& x, const WrittenTensor& got);

/// `x`, which `got` fits, was computed on the way to `result`.
Relation as_before(const Tensor& x, const Tensor& result);

/// x is a mask of zeros and ones, and `got` one that means the same in another way.
std::optional<Relation> as_other_convention(const Tensor& x, const WrittenTensor& got);

/// `got` fits x, but says so little that `mistakes` give it, too.
std::optional<Relation> as_too_short(const Tensor& x, const WrittenTensor& got,
                                     const std::vector<const Mistake*>& mistakes);

/// `got` fits x up to the zeros that all its numbers end in.
std::optional<Relation> as_rounded_earlier(const Tensor& x, const WrittenTensor& got);

}  // namespace attn
