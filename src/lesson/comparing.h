#pragma once

#include <initializer_list>

#include "lesson/page.h"
#include "tensor/tensor.h"

/// How closely two ways to the same numbers must agree, and what is said where float32 cannot tell.
///
/// A sum is rounded at every step, so it is known to a share of the sizes that went into it, not
/// of what came out: where they cancel, hardly anything may be left.

namespace attn {

/// |x|, cell by cell.
Tensor sizes(const Tensor& x);
/// The largest of them.
float largest_size(const Tensor& x);
/// The smallest cell.
float smallest(const Tensor& x);
/// Whether no cell is inf or nan.
bool all_finite(const Tensor& x);

/// If a tensor has cells that are inf or nan, says so of the first that has, and returns true: the
/// input is too large for float32, and nothing can be claimed of these numbers.
bool out_of_range(Page& page, std::initializer_list<Tensor> tensors);

/// What the cells of a @ b add up, signs aside: |a| @ |b|.
Tensor product_sizes(const Tensor& a, const Tensor& b);
/// Whether two ways to a @ b agree.
bool same_product(const Tensor& got, const Tensor& expected, const Tensor& a, const Tensor& b);

/// Claims that two ways to context vectors agree. Softmax makes a rounded score, which is made of
/// numbers as large as `score_sizes`, into weights that are wrong by a share as large as its error;
/// where that is no small share, the page says so instead.
void check_same_context(Page& page, const Tensor& got, const Tensor& expected, const Tensor& values,
                        const Tensor& score_sizes, const Text& claim);

/// Whether every row (the last axis) adds up to 1, as far as float32 can tell.
bool rows_sum_to_one(const Tensor& weights);

}  // namespace attn
