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

// Of numbers that are wrong, and no known mistake gives them. Each agrees in all numbers, and these
// tell too much for it to be chance.

/// `got` is x with its axes in another order.
std::optional<Relation> as_transposed(const Tensor& x, const WrittenTensor& got);

/// `got` is x with its rows, heads, sentences, or places along another axis in another order.
std::optional<Relation> as_permuted(const Tensor& x, const WrittenTensor& got);

/// `got` is x times a number, or each row of x times a number of its own.
std::optional<Relation> as_factor(const Tensor& x, const WrittenTensor& got);

/// `got` is x with a number added, or one of its own for each row.
std::optional<Relation> as_offset(const Tensor& x, const WrittenTensor& got);

/// `got` is x but for one row, head or sentence, or for a few cells.
std::optional<Relation> as_equal_but_for(const Tensor& x, const WrittenTensor& got);

/// `got` is what x is if, of the tensors that it is computed from, another stands for one.
std::optional<Relation> as_other_operand(const Tensor& x, const WrittenTensor& got);

/// `got` is what x is if what is random in it is drawn from another seed, among some thousands.
std::optional<Relation> as_other_seed(const Tensor& x, const WrittenTensor& got);

/// `got` is what x is if the generator had drawn more numbers before, a thousand at most.
std::optional<Relation> as_later_draws(const Tensor& x, const WrittenTensor& got);

}  // namespace attn
