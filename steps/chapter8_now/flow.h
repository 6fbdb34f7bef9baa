#pragma once

#include <cstdint>

#include "lesson/settings.h"
#include "nn/attention.h"
#include "tensor/tensor.h"

/// The chapter's values that more than one step needs, each computed from the settings alone.
/// T tokens of d_in numbers; d_out is the size of queries, keys and values.

namespace attn::chapter8 {

/// The seed of chapter 3's sa_v2, whose numbers these are.
inline constexpr std::uint64_t seed_of_head = 789;

/// One causal head on the tokens: that of step 3.33.
struct Head {
  SelfAttention_v2 sa_v2;
  Tensor queries, keys, values;  ///< (T, d_out)
  Tensor attn_scores;            ///< (T, T), before any mask or scaling
};
Head head(const Settings& settings);

}  // namespace attn::chapter8
