#pragma once

#include "chapter7_learned/induction.h"

/// How well the model does, how it got there, and which heads do what: what several steps measure.

namespace attn::chapter7 {

/// data/induction.csv: the losses in the repeat, kept while models of this form learned. (n) each.
struct Learning {
  Tensor step, two_layers, one_layer;
};
Learning learning_curves();

/// How well logits (b, P, V) foretell repeated sequences; each a single number.
struct Scored {
  Tensor loss_before;  ///< `loss_before`: the mean where the block comes first
  Tensor
      loss_in_repeat;  ///< `loss_in_repeat`: the mean from its second token on when it comes again
  Tensor accuracy;     ///< `accuracy`: how many of these next tokens have the largest logit
};
Scored scored_in_repeat(const Tensor& logits, const Repeated& sequences);

/// What each head looks at: a share for each layer and head (2, h).
Tensor one_back_shares(const Run& run, const Model& model);
/// The same of the place behind the last copy of the token that asks; over the places that have
/// one.
Tensor behind_copy_shares(const Run& run, const Model& model, Size period);
/// The head with the largest share in a layer.
Size best_head(const Tensor& shares, Size layer);
/// The map of one head (T, T).
Tensor map_of(const Run& run, std::size_t layer, Size head);
/// The tokens of n places from `first` on, to label an axis with.
std::shared_ptr<const Labels> tokens_from(const Tensor& ids, Size first, Size n);

/// Σ p over the parts, for a model as NamedParameters.
Parameters parameters_of(Model& model);

/// Says of an accuracy what it means: learned well, in part, or not.
void say_how_well(Page& page, float accuracy);
/// Claims that losses are -log softmax(logits)[next], worked out by hand.
void check_losses(Page& page, const Tensor& logits, const Tensor& ids);

}  // namespace attn::chapter7
