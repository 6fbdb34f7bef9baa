#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "answer/program.h"
#include "lesson/text.h"
#include "random/generator.h"

namespace attn {

/// One of the ways in which a mistake is made.
struct Way {
  Slip slip;
  /// Which of them it is, in words to act on: the seed, the axis. Nothing where there is only one.
  std::function<Text()> which{};
  /// Whether it is tried alone only, not together with other mistakes.
  bool rare = false;

  template <class F>
  requires std::convertible_to<F, Slip> Way(F slip) : slip(std::move(slip)) {}
  Way(Slip slip, std::function<Text()> which) : slip(std::move(slip)), which(std::move(which)) {}
  operator const Slip&() const { return slip; }
};

/// The same way, tried alone only.
inline Way rare(Way way) {
  way.rare = true;
  return way;
}

/// With which other mistakes one may come together, and at how many places.
struct Made {
  /// Those that have very many ways are tried alone.
  bool combines = true;
  /// Whether it may also be made at one place alone of several, as a slip: what is said of it holds
  /// there, too.
  bool alone = true;
  /// Whether its places are lines of their own, so that it is made at one of them as easily as at
  /// all: such a slip may come together with another mistake, too.
  bool by_line = false;
  /// What it is done to. Of mistakes about one thing only one is made: another would take it back,
  /// or be made of what is no longer there.
  std::string_view about{};
};

/// A mistake that people really make, as a change to the program that does it right.
struct Mistake {
  std::string_view name;  ///< stable: scripts rely on it
  FixedText text;         ///< what happened, and why it is wrong
  std::string_view line;  ///< the PyTorch line as it should read
  /// The ways in which it is made in this program, the usual one first; one that fits nowhere does
  /// no harm. None where the program has nothing of what it is about.
  std::vector<Way> (*slips)(const Program& program);
  Made made{};
};

/// Whether somebody who made those mistakes may have made this one, too.
bool go_together(const std::vector<const Mistake*>& mistakes, const Mistake& mistake);

/// All of them, in the order in which they are tried.
std::vector<const Mistake*> all_mistakes();

// Those that have to do with one thing; one file in mistakes/ for each.
std::span<const Mistake> softmax_mistakes();
std::span<const Mistake> scaling_mistakes();
std::span<const Mistake> mask_mistakes();
std::span<const Mistake> averaging_mistakes();
std::span<const Mistake> dropout_mistakes();
std::span<const Mistake> projection_mistakes();
std::span<const Mistake> seed_mistakes();
std::span<const Mistake> head_mistakes();
std::span<const Mistake> normalization_mistakes();
std::span<const Mistake> norm_formula_mistakes();
std::span<const Mistake> block_mistakes();
std::span<const Mistake> cross_attention_mistakes();
std::span<const Mistake> patch_mistakes();
std::span<const Mistake> position_mistakes();
std::span<const Mistake> rotary_mistakes();
std::span<const Mistake> root_mean_square_mistakes();
std::span<const Mistake> gate_mistakes();
std::span<const Mistake> product_mistakes();
std::span<const Mistake> activation_mistakes();
std::span<const Mistake> cosine_mistakes();
std::span<const Mistake> draw_mistakes();
std::span<const Mistake> counting_mistakes();
std::span<const Mistake> training_mistakes();
std::span<const Mistake> generating_mistakes();
std::span<const Mistake> learned_head_mistakes();
std::span<const Mistake> online_softmax_mistakes();
std::span<const Mistake> visibility_mistakes();

// ---- What several of them look for --------------------------------------------------------------

/// A softmax of `x` along `dim`, written as one operation or as exp(x) / exp(x).sum().
struct SoftmaxCall {
  Tensor x;
  int dim;
};
std::optional<SoftmaxCall> as_softmax(const Call& call);

/// x / √d_k: the division of scores by a number.
struct ScalingCall {
  Tensor x;
  float divisor;
};
std::optional<ScalingCall> as_scaling(const Call& call);

/// Whether x are the logits of one place, as they are or in order: what a temperature divides.
bool divides_logits(const Tensor& x);
/// Softmax of a model's logits, of one place or of several, ÷ a temperature or not.
bool makes_probabilities(const Call& call);
/// Whether x are logits in order, perhaps ÷ a temperature.
bool is_in_order(const Tensor& x);

/// Whether the last two axes of x are of one size, larger than 1.
bool is_square(const Tensor& x);

/// Of a way: which axis it ran along, counted from the front.
Text along_axis(int axis);

/// Whether a program makes running averages: what is hidden in it is not a mask's doing alone.
bool makes_averages(const Program& program);

/// Whether scores are hidden by a mask that was made as 1 - attention_mask: those of padding.
bool hides_padding(const Call& call);

/// The weight (out, in) of a layer, if b is its transpose, as in x @ weight.T; it may be a part of
/// a packed one.
std::optional<Tensor> weight_of(const Tensor& b);

/// Whether x is an image (H, W) in squares: transpose(1, 2) of view(H/p, p, W/p, p).
bool cuts_patches(const Tensor& x);

/// What mistakes with the divisor of LayerNorm are about, in Made.
inline constexpr std::string_view spread_of_norm = "spread of LayerNorm";

/// var + eps, where a root is about to be taken of it.
bool adds_eps(const Call& call);

/// Whether x is (x - mean) ÷ something: normalized, not yet scaled and shifted.
bool is_normalized(const Tensor& x);

/// Where the generator of a draw stood; null if the operation draws nothing.
const Generator::State* drawn_from(const Operation* operation);

/// The numbers that a program draws, one after another from each seed.
class Draws {
 public:
  explicit Draws(const Program& program);

  /// The draws of the stream from which x comes, in their order: that one and all before it.
  std::vector<Tensor> up_to(const Tensor& x) const;
  const std::vector<Tensor>& all() const { return draws_; }
  /// Where the generator stands after x, a draw.
  static Generator::State after(const Tensor& x);

 private:
  std::vector<Tensor> draws_;
};

/// The same draw from another place in the stream. REQUIRES: drawn_from(operation).
Tensor drawn_again(const Operation* operation, const Generator::State& from);

/// While one of these lives, what is drawn again is kept, up to 64 MiB: a search asks for the same
/// weights from the same seeds in every program that it tries.
class KeptDraws {
 public:
  KeptDraws();
  ~KeptDraws();
  KeptDraws(const KeptDraws&) = delete;
  KeptDraws& operator=(const KeptDraws&) = delete;

  /// What `draw` gives, computed or kept.
  template <class Draw>
  Tensor of(const Draw& draw);

 private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<Tensor>> draws_;  // by seed, words
  Size cells_ = 0;
  KeptDraws* before_;
};

/// The operation that made x, as a call; x must have one.
Call call_of(const Tensor& x);

/// x without the mask that hides its future with -inf, scaled as before; nothing if it has none.
struct Unmasked {
  Tensor scores;  ///< scaled as x is
  Tensor mask;    ///< 1 where x is hidden
};
std::optional<Unmasked> without_mask(const Tensor& x);

}  // namespace attn
