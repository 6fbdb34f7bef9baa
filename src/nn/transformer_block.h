#pragma once

#include "nn/attention.h"
#include "nn/feed_forward.h"
#include "nn/layer_norm.h"

namespace attn {

/// A block as in GPT-2: LayerNorm → attention → residual → LayerNorm → feed-forward → residual.
/// Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.3, moved
/// the LayerNorms to the front; in Vaswani et al., 2017, they came behind the residuals.
struct TransformerBlock {
  MultiHeadAttention attention;
  FeedForward feed_forward;
  LayerNorm norm1, norm2;

  /// d numbers a token, in and out. Drawn in this order: attention (query, key, value, out_proj),
  /// then feed_forward; the LayerNorms draw nothing. REQUIRES: num_heads divides d.
  TransformerBlock(Size d, double p, Size num_heads, Generator& generator, bool qkv_bias = false);

  /// (b, T, d) → (b, T, d). The tensors on the way are named `normed_1`, `attended`,
  /// `after_attention`, `normed_2` and `ff_out`, all of that shape.
  Tensor operator()(const Tensor& x, Generator& generator) const;
};

}  // namespace attn
