#pragma once

#include <string>
#include <vector>

#include "lesson/page.h"
#include "lesson/settings.h"
#include "nn/linear.h"
#include "nn/parameters.h"
#include "tensor/tensor.h"

/// The model of steps 1 to 8, whose weights have been learned: two layers of attention and nothing
/// else, which take the next token from what came before.
///
/// Letters in shapes: V tokens in the vocabulary, P positions, T of them in use, d, h heads of hd
/// each, …: any axes.

namespace attn::chapter7 {

inline constexpr std::uint64_t seed_of_sequences = 123;

/// A layer of causal attention without biases. Positions are added to what queries and keys are
/// made of, and not to the values: what a head copies does not tell where it stood.
struct AttentionLayer {
  Linear W_query, W_key, W_value, out_proj;  ///< weight (d, d) each
};

/// Which heads of a layer are kept: 1, or 0 for one that is taken out. (h, 1, 1), named `keep`.
using Keep = Tensor;

/// What a model computes on its way, in the order of its layers. The tensors on the way are named
/// `queries`, `keys`, `values` and `context_vec` (…, h, T, hd), `attn_scores` and `attn_weights`
/// (…, h, T, T).
struct Run {
  std::vector<Tensor> streams{};      ///< (…, T, d): the tokens' vectors, then after each layer
  std::vector<Tensor> maps{};         ///< (…, h, T, T): attn_weights of each layer
  std::vector<Tensor> context_vec{};  ///< (…, h, T, hd) of each layer
  std::vector<Tensor> written{};      ///< (…, T, d): what each layer adds to the stream
  Tensor logits;                      ///< (…, T, V)
};

struct Model {
  Tensor tok_emb;                      ///< (V, d)
  Tensor pos_emb;                      ///< (P, d)
  std::vector<AttentionLayer> blocks;  ///< two
  Linear head;                         ///< weight (V, d)
  Size num_heads;                      ///< divides d
  std::vector<Keep> keep;              ///< of each layer

  /// As PyTorch draws it: the two tables from a normal distribution, then the layers.
  Model(Size vocabulary, Size positions, Size d, Size num_heads, Generator& generator);

  Size vocabulary() const { return tok_emb.size(0); }
  Size positions() const { return pos_emb.size(0); }
  Size d() const { return tok_emb.size(1); }

  /// What layer `layer` adds to the stream x (…, T, d), whose positions are the first T: appended
  /// to `run`.
  Tensor attend(std::size_t layer, const Tensor& x, Run& run) const;
  /// Token ids (…, T). REQUIRES: T is at most positions().
  Run operator()(const Tensor& ids) const;
  /// The same model with one more head taken out.
  Model without(std::size_t layer, Size head) const;
};
NamedParameters named_parameters(Model& model);

/// The model of the settings: the ready one of data/induction.safetensors, or the learner's own of
/// the same form; without the heads that --ablate names.
Model learned_model(const Settings& settings);
/// The same model before it learned anything.
Model random_model(const Settings& settings);

/// "A", "B" …: how tokens are written, V of them.
std::shared_ptr<const Labels> token_names(Size vocabulary);
/// Ids (T) labelled with the tokens they stand for.
Tensor spelled(const Tensor& ids, const Model& model);

/// A few tokens, all different, and the same again.
struct Twice {
  Tensor ids;   ///< (2L), named `ids` and labelled
  Size period;  ///< L: tokens until they come again
};
Twice twice(const Settings& settings, const Model& model);
/// The token at a place, as it is written.
const std::string& token_at(const Tensor& ids, Size place);

/// Sequences as the model learned them: the block of each is drawn and repeated to its end.
struct Repeated {
  Tensor batch;               ///< (b, P), named `batch`
  std::vector<Size> periods;  ///< of each: how long its block is
};
Repeated repeated(const Settings& settings, const Model& model);

/// How surprised the model is at each place by the token that comes next: logits (…, T, V) and ids
/// (…, T) → (…, T - 1): -log softmax(logits)[next].
Tensor losses_of_places(const Tensor& logits, const Tensor& ids);

/// The lines of PyTorch that make `model`, on the first page.
void model_code(const Settings& settings, Page& page);
/// The lines that make `ids`.
std::string twice_in_pytorch(const Settings& settings, const Model& model);

/// Claims that all of a run is right, worked out by hand: attention of both layers, and the head.
void check_run(Page& page, const Model& model, const Run& run);
/// The same of two runs, in one claim.
void check_runs(Page& page, const Model& model, const Run& run, const Model& other_model,
                const Run& other);

}  // namespace attn::chapter7
