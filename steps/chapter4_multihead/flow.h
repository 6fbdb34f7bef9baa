#pragma once

#include "lesson/settings.h"
#include "nn/attention.h"
#include "shared/models.h"
#include "shared/own.h"
#include "tensor/tensor.h"

/// What more than one step of the chapter needs, each computed from the settings alone.
/// b sentences of T tokens, h heads of hd = d_out / h numbers.

namespace attn::chapter4 {

/// The class with the weights that its seed gives; with the mask for the context length. What its
/// forward draws, the dropout mask, comes from the same generator.
/// Or with the learner's own.
MultiHeadAttention multi_head_attention(const Settings& settings, Generator& generator);

/// The batch: the sentence, and its tokens in reverse order; (2, T, d_in), named `x`.
Tensor batch(const Settings& settings);

/// What flows through the class's forward, line by line.
struct Forward {
  MultiHeadAttention mha;
  Tensor x;                                     ///< (b, T, d_in)
  Tensor flat_queries, flat_keys, flat_values;  ///< (b, T, d_out), without names
  Tensor split_queries, split_keys;             ///< (b, T, h, hd), without names
  Tensor queries, keys, values;                 ///< (b, h, T, hd)
  Tensor attn_scores;                           ///< (b, h, T, T)
  Tensor cut_mask;                              ///< (T, T)
  Tensor masked;                                ///< (b, h, T, T)
  Tensor attn_weights;                          ///< (b, h, T, T), before dropout
  Tensor dropped_weights;                       ///< (b, h, T, T), after it
  Tensor context_vec;                           ///< (b, h, T, hd)
  Tensor joined_heads;                          ///< (b, T, d_out)
  Tensor context_vecs;                          ///< (b, T, d_out)
};
Forward forward(const Settings& settings);
/// The same for steps that go on from its result: with drawn weights, if it cannot use the
/// learner's, which may be those of a module further on.
Forward forward_so_far(const Settings& settings);

}  // namespace attn::chapter4
