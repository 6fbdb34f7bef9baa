#pragma once

#include <cstdint>
#include <vector>

#include "lesson/settings.h"
#include "nn/descent.h"
#include "nn/linear.h"

/// The small model of step 9, which learns before the learner's eyes: one head of causal attention
/// that is to say at each place which token stood one place before.
///
/// Letters in shapes: n sentences of T tokens out of V, d numbers a token.

namespace attn::chapter7 {

inline constexpr std::uint64_t seed_of_trainee = 123;

struct Trainee {
  static constexpr Size vocabulary = 8, places = 8, d = 8;

  Tensor tok_emb;                        ///< (V, d)
  Tensor pos_emb;                        ///< (T, d)
  Linear W_query, W_key, W_value, head;  ///< weight (d, d); of head (V, d)

  /// Drawn in the order of the members.
  explicit Trainee(Generator& generator);

  struct Run {
    Tensor queries, keys, values;  ///< (n, T, d)
    Tensor attn_weights;           ///< (n, T, T)
    Tensor context_vec;            ///< (n, T, d)
    Tensor logits;                 ///< (n, T, V)
  };
  Run operator()(const Tensor& ids) const;  ///< ids (n, T)
};

/// What it is to say at places 1 to T - 1, held against what it says: ().
Tensor loss_of(const Tensor& logits, const Tensor& ids);

inline constexpr Size sentences = 16;
inline constexpr Size steps_of_trainee = 80;
inline constexpr float rate_of_trainee = 1;

struct Trained {
  Trainee start, model;  ///< before and after
  Tensor ids;            ///< (n, T): what it learns from, named `ids`
  Tensor new_ids;        ///< (n, T): what it has never seen
  Tensor losses;         ///< (steps): before each step, named `losses`
};
Trained trained(const Settings& settings);

/// The mean weight of a token on the one before it, of maps (n, T, T).
float share_on_previous(const Tensor& attn_weights);
/// At how many of the places 1 to T - 1 the largest logit is that of the token before.
Size count_right(const Tensor& logits, const Tensor& ids);

}  // namespace attn::chapter7
