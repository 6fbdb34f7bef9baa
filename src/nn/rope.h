#pragma once

#include "tensor/tensor.h"

/// Rotary position embedding (RoPE): Su et al., "RoFormer: Enhanced Transformer with Rotary
/// Position Embedding", 2021, section 3.2. Two numbers of a vector are a point in a plane, which is
/// turned about 0 by the angle of the vector's place:
///
///     (a, b) → (a cos φ - b sin φ, a sin φ + b cos φ)
///
/// x (…, T, d), angles (T, d/2): a row for each place, a column for each pair. REQUIRES: d is even.

namespace attn {

/// Numbers 2i and 2i + 1 are a pair: the layout of the paper.
Tensor rope(const Tensor& x, const Tensor& angles);
/// Numbers i and i + d/2 are a pair: the layout with `rotate_half`.
Tensor rope_halves(const Tensor& x, const Tensor& angles);

}  // namespace attn
