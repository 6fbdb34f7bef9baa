#pragma once

#include "tensor/tensor.h"

/// What choices among the likeliest are made with.

namespace attn {

/// The places of the cells along the last axis in the order of the cells, the largest first:
/// (…, n) → (…, n); torch's `x.argsort(descending=True)`. Of equal cells the earlier comes first, a
/// nan before any number.
struct Argsort {};
Tensor argsort_descending(const Tensor& x);

/// The sums along the last axis so far: y_j = x_0 + … + x_j; torch's `x.cumsum(dim=-1)`.
struct Cumsum {};
Tensor cumsum(const Tensor& x);

}  // namespace attn
