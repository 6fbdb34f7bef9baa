#pragma once

#include "lesson/settings.h"
#include "nn/encoder_layer.h"
#include "shared/models.h"
#include "tensor/tensor.h"

/// What more than one step of the chapter needs, each computed from the settings alone.
/// T tokens of the input, which is the source, T_dec of the target, h heads of hd = d_model / h
/// numbers.

namespace attn::chapter5 {

/// Queries, keys and values of the input by weights that are drawn with randn.
struct Projections {
  Tensor W_q, W_k, W_v;  ///< (d_in, d_model), drawn in this order
  Tensor Q, K, V;        ///< (T, d_model)
};
Projections projections(const Settings& settings);

/// The input brought to d_model numbers a token by a linear layer; (T, d_model), named `x`.
Tensor embedded(const Settings& settings);

/// The encoder's only layer.
EncoderLayer layer_of(const Settings& settings);

/// What the encoder's only layer makes of `x`: (T, d_model), named `enc_out`.
Tensor enc_out(const Settings& settings);

/// Tokens of a sentence that a decoder is about to go on with: (3, d_model), labelled, named `y`.
Tensor target(const Settings& settings, Generator& generator);

/// The attention by which they look at the encoder's tokens. Drawn behind the target.
struct CrossAttention {
  PackedAttention attention;
  Tensor y;             ///< (T_dec, d_model)
  Tensor queries;       ///< (h, T_dec, hd)
  Tensor keys, values;  ///< (h, T, hd)
  Tensor attn_scores;   ///< (h, T_dec, T)
  Tensor attn_weights;  ///< (h, T_dec, T)
  Tensor context_vecs;  ///< (T_dec, d_model)
};
CrossAttention cross_attention(const Settings& settings);

}  // namespace attn::chapter5
