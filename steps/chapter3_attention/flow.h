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

/// Steps 3-14: attention without weights.
namespace simple {
Tensor query(const Settings& settings);             ///< (d_in)
Tensor attn_scores_2(const Settings& settings);     ///< (T)
Tensor attn_weights_2(const Settings& settings);    ///< (T)
Tensor context_vec_2(const Settings& settings);     ///< (d_in)
Tensor attn_scores(const Settings& settings);       ///< (T, T)
Tensor attn_weights(const Settings& settings);      ///< (T, T)
Tensor all_context_vecs(const Settings& settings);  ///< (T, d_in)
}  // namespace simple

/// Steps 15-25: attention with weights drawn from [0, 1).
namespace weighted {
Tensor x_2(const Settings& settings);                    ///< (d_in)
SelfAttention_v1 matrices(const Settings& settings);     ///< W_query, W_key, W_value (d_in, d_out)
Tensor query_2(const Settings& settings);                ///< (d_out)
Tensor keys(const Settings& settings);                   ///< (T, d_out)
Tensor values(const Settings& settings);                 ///< (T, d_out)
Tensor attn_scores_2(const Settings& settings);          ///< (T)
Tensor attn_weights_2(const Settings& settings);         ///< (T)
Tensor context_vec_2(const Settings& settings);          ///< (d_out)
}  // namespace weighted

/// Steps 27-36: attention with Linear layers, and what hides the future in it.
namespace causal {
SelfAttention_v2 sa_v2(const Settings& settings);
Tensor attn_scores(const Settings& settings);              ///< (T, T)
Tensor attn_weights_unmasked(const Settings& settings);    ///< (T, T), named attn_weights
Tensor mask_simple(const Settings& settings);              ///< (T, T), 1 where looking is allowed
Tensor masked_simple(const Settings& settings);            ///< (T, T)
Tensor masked_simple_norm(const Settings& settings);       ///< (T, T)
Tensor masked(const Settings& settings);                   ///< (T, T), -inf over the future
Tensor attn_weights(const Settings& settings);             ///< (T, T)
}  // namespace causal

/// Steps 37-40: the sentence twice, (2, T, d_in).
Tensor batch(const Settings& settings);

/// Whether every row (the last axis) adds up to 1, as far as float32 can tell.
bool rows_sum_to_one(const Tensor& weights);

}  // namespace attn::chapter3
