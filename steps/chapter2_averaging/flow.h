#pragma once

#include "lesson/settings.h"
#include "tensor/tensor.h"

/// The chapter's values that more than one step needs, each computed from the settings alone.
/// b sentences of T tokens, d numbers a token.

namespace attn::chapter2 {

/// The seed of the notes.
inline constexpr std::uint64_t seed_of_embeddings = 1441;

/// Row t of the result is the average of rows 0 to t of x: (T, d) → (T, d), a row at a time.
Tensor running_average(const Tensor& x);

/// The same for the sentences of a batch: (b, T, d) → (b, T, d).
Tensor running_averages(const Tensor& batch);

/// Steps 2-4: random sentences, and one matrix that averages them.
struct Averaging {
  Tensor embeddings;           ///< (b, T, d) = (2, 4, 6)
  Tensor allowed;              ///< (T, T), 1 from column 0 to the diagonal
  Tensor weights;              ///< (T, T), allowed with rows that sum to 1
  Tensor averaged_embeddings;  ///< (b, T, d)
};
Averaging averaging(const Settings& settings);

/// Step 6: the same average from scores that are all 0.
struct EqualScores {
  Tensor scores, mask, masked, weights;  ///< (T, T)
  Tensor averaged_embeddings;            ///< (b, T, d)
};
EqualScores equal_scores(const Settings& settings);

/// Steps 7-10: one sentence, its running average, and weights from its own similarities.
struct Sentence {
  Tensor inputs;                             ///< (T, d)
  Tensor weights;                            ///< (T, T), of the running average
  Tensor averaged_inputs;                    ///< (T, d)
  Tensor attn_scores, masked, attn_weights;  ///< (T, T)
  Tensor context_vecs;                       ///< (T, d)

  const Labels& tokens() const { return *inputs.labels(0); }
  Size num_tokens() const { return inputs.size(0); }
};
Sentence sentence(const Settings& settings);

/// (T, T): what makes the running average of T tokens by one product; named `weights`.
Tensor averaging_weights(Size num_tokens);

}  // namespace attn::chapter2
