#pragma once

#include "nn/layer_norm.h"
#include "nn/packed_attention.h"

/// The layers of the first transformer, Vaswani et al., "Attention Is All You Need", 2017, section
/// 3.1: LayerNorm comes behind each residual (post-norm), and ReLU stands in the feed-forward
/// layer. Without dropout.

namespace attn {

/// torch.nn.TransformerEncoderLayer(d, num_heads, d_ff, dropout=0).
struct EncoderLayer {
  PackedAttention self_attn;
  Linear linear1;  ///< weight (d_ff, d), bias (d_ff)
  Linear linear2;  ///< weight (d, d_ff), bias (d)
  LayerNorm norm1, norm2;

  /// Drawn in this order: self_attn, linear1, linear2. REQUIRES: num_heads divides d.
  EncoderLayer(Size d, Size num_heads, Size d_ff, Generator& generator);

  /// (…, T, d) → (…, T, d). The tensors on the way are named `attended`, `after_norm1`, `hidden`
  /// (…, T, d_ff) and `ff_out`.
  Tensor operator()(const Tensor& x) const;
};

/// torch.nn.TransformerDecoderLayer(d, num_heads, d_ff, dropout=0).
struct DecoderLayer {
  PackedAttention self_attn;       ///< causal: among the target's tokens
  PackedAttention multihead_attn;  ///< to the source: encoder-decoder attention
  Linear linear1;                  ///< weight (d_ff, d), bias (d_ff)
  Linear linear2;                  ///< weight (d, d_ff), bias (d)
  LayerNorm norm1, norm2, norm3;

  /// Drawn in this order: self_attn, multihead_attn, linear1, linear2. REQUIRES: num_heads divides
  /// d.
  DecoderLayer(Size d, Size num_heads, Size d_ff, Generator& generator);

  /// Target tokens (…, T, d), none of which sees a later one, and what the encoder made of the
  /// source (…, S, d) → (…, T, d). The tensors on the way are named `self_attended`, `after_norm1`,
  /// `cross_attended`, `after_norm2`, `hidden` and `ff_out`.
  Tensor operator()(const Tensor& y, const Tensor& memory) const;
};

}  // namespace attn
