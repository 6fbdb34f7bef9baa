#pragma once

#include <cstdint>
#include <vector>

#include "lesson/settings.h"
#include "nn/attention.h"
#include "tensor/tensor.h"

/// A causal head that takes its tokens one after another, as a model that writes does: steps
/// 14, 15.
///
/// Letters in shapes: T tokens, t of them so far, d_in and d_out numbers.

namespace attn::chapter7 {

inline constexpr std::uint64_t seed_of_cache = 123;

/// The head, and the inputs with their positions.
struct CausalHead {
  Tensor pos_emb;         ///< (T, d_in): a vector for each position, drawn
  SelfAttention_v2 head;  ///< drawn behind it, or the learner's own
  Tensor x;               ///< (T, d_in): inputs + pos_emb
  const Tensor& inputs;   ///< (T, d_in): those of the settings

  explicit CausalHead(const Settings& settings);

  /// All tokens at once, later ones hidden: (T, d_out).
  Tensor at_once(const Tensor& x) const;
};

/// What is there after a token was taken.
struct CachedStep {
  Tensor x_t;           ///< (1, d_in): the new token, with its position
  Tensor query_t;       ///< (1, d_out)
  Tensor key_cache;     ///< (t, d_out): kept from the tokens before, and the new one's
  Tensor value_cache;   ///< (t, d_out)
  Tensor attn_scores;   ///< (1, t)
  Tensor attn_weights;  ///< (1, t)
  Tensor context_vec;   ///< (1, d_out)
};

/// The step of a token that stands behind those in the caches, which are null if there are none.
CachedStep next_step(const SelfAttention_v2& head, const Tensor& x_t, const Tensor* key_cache,
                     const Tensor* value_cache);

/// All tokens one by one, each with keys and values of those before kept. `moves_on`: whether each
/// token gets its own position, and not always the first.
std::vector<CachedStep> one_by_one(const CausalHead& causal, bool moves_on = true);

/// How many multiplications the matrix products took by which `result` was computed; those that
/// were `counted` before are left out, and the new ones put in.
Size multiplications(const Tensor& result, std::vector<const void*>& counted);

}  // namespace attn::chapter7
