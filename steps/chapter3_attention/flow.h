#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"
#include "nn/attention.h"
#include "tensor/tensor.h"

/// The chapter's values that more than one step needs, each computed from the settings alone.
/// T tokens of d_in numbers; d_out is the size of queries, keys and values.

namespace attn::chapter3 {

/// The seeds of the notes.
inline constexpr std::uint64_t seed_of_weights = 123;
inline constexpr std::uint64_t seed_of_v2 = 789;
inline constexpr std::uint64_t seed_of_dropout = 123;
/// The notes' dropout rate while they explain it; their modules have none.
inline constexpr double rate_of_dropout = 0.5;

/// Steps 3-14: attention without weights, for one query and for all.
struct SimpleAttention {
  Tensor query;             ///< (d_in)
  Tensor attn_scores_2;     ///< (T)
  Tensor attn_weights_2;    ///< (T)
  Tensor context_vec_2;     ///< (d_in)
  Tensor attn_scores;       ///< (T, T)
  Tensor attn_weights;      ///< (T, T)
  Tensor all_context_vecs;  ///< (T, d_in)
};
SimpleAttention simple_attention(const Settings& settings);

/// Steps 15-24: attention of one query, with weights drawn from [0, 1).
struct WeightedAttention {
  Tensor x_2;                            ///< (d_in)
  Tensor W_query, W_key, W_value;        ///< (d_in, d_out)
  Tensor query_2;                        ///< (d_out)
  Tensor keys, values;                   ///< (T, d_out)
  Tensor attn_scores_2, attn_weights_2;  ///< (T)
  Tensor context_vec_2;                  ///< (d_out)
};
WeightedAttention weighted_attention(const Settings& settings);

/// Steps 27-36: attention with Linear layers, and two ways to hide the future in it.
struct MaskedAttention {
  SelfAttention_v2 sa_v2;
  Tensor attn_scores;         ///< (T, T)
  Tensor unmasked_weights;    ///< (T, T), of all tokens; named attn_weights
  Tensor masked_simple;       ///< (T, T), those with 0 over the future
  Tensor masked_simple_norm;  ///< (T, T), and its rows summing to 1 again
  Tensor masked;              ///< (T, T), attn_scores with -inf over the future
  Tensor attn_weights;        ///< (T, T)
};
MaskedAttention masked_attention(const Settings& settings);

/// Steps 37-40: the sentence twice, (2, T, d_in).
Tensor batch_of_two(const Settings& settings);

}  // namespace attn::chapter3
