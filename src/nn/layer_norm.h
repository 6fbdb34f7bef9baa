#pragma once

#include <utility>

#include "tensor/tensor.h"

namespace attn {

/// torch.nn.LayerNorm over the last axis: (…, d) → (…, d), each row by itself.
/// Ba, Kiros and Hinton, "Layer Normalization", 2016.
struct LayerNorm {
  /// PyTorch's default for `eps`.
  static constexpr float default_eps = 1e-5F;

  Tensor scale;  ///< γ, (d): learned, PyTorch's `weight`
  Tensor shift;  ///< β, (d): learned, PyTorch's `bias`
  float eps = default_eps;

  /// As it starts: scale 1, shift 0. Draws nothing.
  explicit LayerNorm(Size d);
  LayerNorm(Tensor scale, Tensor shift) : scale(std::move(scale)), shift(std::move(shift)) {}

  Tensor operator()(const Tensor& x) const;
  /// Names scale and shift as PyTorch does: with the prefix "norm1." norm1.weight and norm1.bias.
  void name(const std::string& prefix);
};

/// (x - mean) / √(var + eps) over the last axis, with the population's variance: (…, d) → (…, d).
/// The tensors on the way are named `mean`, `var` and `norm`.
Tensor normalized(const Tensor& x, float eps = LayerNorm::default_eps);

}  // namespace attn
