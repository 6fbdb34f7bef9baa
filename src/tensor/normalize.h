#pragma once

#include "tensor/tensor.h"

namespace attn {

// LayerNorm in the order of operations of PyTorch's native_layer_norm on a CPU with AVX2, to the
// bit. Other orders round in other places, which shows where a mean is large against the spread.

/// The mean of each row, its axis kept: (…, d) → (…, 1). A running mean in float32 (Welford, 1962),
/// of eight interleaved parts of the row which are then put together.
struct RowMean {
  int dim = -1;
  bool keepdim = true;
};
Tensor row_mean(const Tensor& x);

/// The variance of each row, its axis kept: (…, d) → (…, 1); the squares are divided by d.
struct RowVar {
  int dim = -1;
  bool keepdim = true;
};
Tensor row_var(const Tensor& x);

/// (x - mean) ÷ root, computed as x · r - mean · r for r = 1 ÷ root: mean · r is rounded to
/// float32, then the rest once. Throws ShapeError unless mean and root can be broadcast to x.
struct Normalize {};
Tensor normalize(const Tensor& x, const Tensor& mean, const Tensor& root);

}  // namespace attn
