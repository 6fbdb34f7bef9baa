#pragma once

#include "nn/linear.h"

namespace attn {

/// torch.nn.MultiheadAttention: queries may come from other tokens than keys and values do. The
/// weights of the three projections are packed into one. Vaswani et al., "Attention Is All You
/// Need", 2017, section 3.2.2; without dropout.
struct PackedAttention {
  Linear out_proj;        ///< weight (d, d), bias (d)
  Tensor in_proj_weight;  ///< (3d, d): those of queries, keys and values, one below the other
  Tensor in_proj_bias;    ///< (3d)
  Size num_heads;

  /// As PyTorch starts it: out_proj is drawn first, its bias too, which is then zeroed; after it
  /// in_proj_weight, uniform as by xavier_uniform_. REQUIRES: num_heads divides d.
  PackedAttention(Size d, Size num_heads, Generator& generator);

  /// Tokens that ask (…, T, d) and tokens that are looked at (…, S, d) → (…, T, d). With `causal`,
  /// token i of those that ask sees tokens 0 to i only. The tensors on the way are named `queries`
  /// (…, h, T, hd), `keys` and `values` (…, h, S, hd), `attn_scores` and `attn_weights`
  /// (…, h, T, S). REQUIRES: T = S, if causal.
  Tensor operator()(const Tensor& asking, const Tensor& looked_at, bool causal = false) const;
  /// Names what it learns: with the prefix "self_attn." self_attn.in_proj_weight and so on.
  void name(const std::string& prefix);
};

}  // namespace attn
