#pragma once

#include <vector>

#include "chapter7_learned/induction.h"
#include "lesson/page.h"

/// From logits to a token: what steps 10 to 13 have in common.
///
/// Letters in shapes: T tokens so far, V tokens in the vocabulary.

namespace attn::chapter7 {

/// A token chosen after some others, and what it was chosen from.
struct Chosen {
  Tensor ids;            ///< (T): what went in
  Run run;               ///< what the model made of it
  Tensor logits;         ///< (V): of the last place
  Tensor probabilities;  ///< (V)
  Tensor token;          ///< (1): the largest
  Tensor confidence;     ///< (1): its probability
};
/// The likeliest token after ids (T).
Chosen likeliest_after(const Model& model, const Tensor& ids);

/// Where the model cannot be sure: a token that has come three times, each time with another behind
/// it, and now comes once more.
struct Unsure {
  Model model;
  Tensor ids;            ///< (10), named `unsure`
  Run run;               ///< what the model makes of them
  Tensor logits;         ///< (V), named `logits`: after the last place
  Tensor order;          ///< (V), named `order`: tokens from the largest logit down
  Tensor sorted_logits;  ///< (V): logits in that order

  explicit Unsure(const Settings& settings);
  /// The first few in order, as many as are shown.
  Size shown() const;
  /// The names of these tokens.
  std::shared_ptr<const Labels> names_of_shown() const;
};

/// Claims that the model ran right, and that these are softmax(sorted_logits ÷ T), worked out by
/// hand.
void check_probabilities(Page& page, const Unsure& unsure, const Tensor& sorted_probabilities,
                         double T);

/// The lines of PyTorch that make its logits and their order.
std::string unsure_in_pytorch(const Settings& settings, const Unsure& unsure);

/// -inf from rank `kept` on, by a mask of this name: (V).
Tensor only_first(const Tensor& sorted_logits, Size kept, std::string_view mask);
/// How many of the likeliest it takes until their probabilities, in order, come to p: those of
/// which the ones before come to less. At least one.
Size needed_for(const Tensor& sorted_probabilities, double p);

}  // namespace attn::chapter7
