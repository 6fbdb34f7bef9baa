#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "answer/program.h"
#include "lesson/text.h"
#include "random/generator.h"

namespace attn {

/// A mistake that people really make, as a change to the program that does it right.
struct Mistake {
  std::string_view name;  ///< stable: scripts rely on it
  FixedText text;         ///< what happened, and why it is wrong
  std::string_view line;  ///< the PyTorch line as it should read
  /// The ways in which it is made in this program, the usual one first; one that fits nowhere does
  /// no harm.
  std::vector<Slip> (*slips)(const Program& program);
  /// Whether it may come together with others. Those that have very many ways are tried alone.
  bool combines = true;
};

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
std::span<const Mistake> block_mistakes();
std::span<const Mistake> cross_attention_mistakes();
std::span<const Mistake> patch_mistakes();
std::span<const Mistake> position_mistakes();

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

/// Whether a program makes running averages: what is hidden in it is not a mask's doing alone.
bool makes_averages(const Program& program);

/// Whether scores are hidden by a mask that was made as 1 - attention_mask: those of padding.
bool hides_padding(const Call& call);

/// The weight (out, in) of a layer, if b is its transpose, as in x @ weight.T; it may be a part of
/// a packed one.
std::optional<Tensor> weight_of(const Tensor& b);

/// Whether x is an image (H, W) in squares: transpose(1, 2) of view(H/p, p, W/p, p).
bool cuts_patches(const Tensor& x);

/// Whether x is (x - mean) ÷ something: normalized, not yet scaled and shifted.
bool is_normalized(const Tensor& x);

/// Where the generator of a draw stood; null if the operation draws nothing.
const Generator::State* drawn_from(const Operation* operation);

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
