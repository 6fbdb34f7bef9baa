#pragma once

#include "tensor/operation.h"

namespace attn {

// LayerNorm in the order of operations of PyTorch's native_layer_norm on a CPU with AVX2, to the
// bit. Other orders round in other places, which shows where a mean is large against the spread.

/// The mean of each row, its axis kept: (…, d) → (…, 1). A running mean in float32 (Welford, 1962),
/// of eight interleaved parts of the row which are then put together.
struct RowMean final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor row_mean(const Tensor& x);

/// The variance of each row, its axis kept: (…, d) → (…, 1); the squares are divided by d.
struct RowVar final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
  const Labels* labels(Operands operands, int axis) const override;
};
Tensor row_var(const Tensor& x);

/// (x - mean) ÷ root, computed as x · r - mean · r for r = 1 ÷ root: mean · r is rounded to
/// float32, then the rest once. Throws ShapeError unless mean and root can be broadcast to x.
struct Normalize final : Operation {
  Tensor value(Operands operands) const override;
  Derivation explain(Operands operands, const Index& cell) const override;
  std::string notation(Written operands) const override;
  Tensor backward(const Backward& flow) const override;
};
Tensor normalize(const Tensor& x, const Tensor& mean, const Tensor& root);

}  // namespace attn
