#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lesson/choices.h"
#include "lesson/own_weights.h"
#include "lesson/text.h"
#include "tensor/tensor.h"

namespace attn {

/// A set of settings that may be added to from several threads.
class SettingSet {
 public:
  SettingSet() = default;
  SettingSet(const SettingSet& other) : bits_(other.bits_.load()) {}
  SettingSet& operator=(const SettingSet& other) {
    bits_ = other.bits_.load();
    return *this;
  }
  void add(const SettingSet& other) {
    bits_.fetch_or(other.bits_.load(), std::memory_order_relaxed);
  }
  void add(Setting setting) { bits_.fetch_or(bit(setting), std::memory_order_relaxed); }
  bool contains(Setting setting) const { return (bits_.load() & bit(setting)) != 0; }

 private:
  static unsigned bit(Setting setting) { return 1U << static_cast<unsigned>(setting); }
  std::atomic<unsigned> bits_{0};
};

/// What a learner can change about the steps. Whatever a step asks for is remembered, so that it
/// can be said which choices made no difference.
class Settings {
 public:
  // The largest sizes taken, so that no setting can ask for more memory or time than a lesson is
  // worth: the largest real models these steps are about have rows of 1024 numbers and 16 heads.
  static constexpr Size max_tokens = 128;
  static constexpr Size max_d_in = 1024;
  static constexpr Size max_d_out = 1024;
  static constexpr Size max_heads = 16;
  static constexpr Size max_context_length = 256;
  static constexpr Size max_top_k = 256;
  // Smaller ones leave float32 the likeliest token alone, and in the end logits overflow.
  static constexpr double min_temperature = 0.001;
  static constexpr double max_temperature = 100;
  static constexpr double min_top_p = 0.001;
  // Of the model that chapter 7 looks at.
  static constexpr Size layers_of_model = 2;
  static constexpr Size heads_of_ready_model = 4;

  bool measure = false;      ///< whether live timings are taken
  bool in_one_file = false;  ///< whether code is written that reads no other file of inputs
  /// Lines of PyTorch that load the inputs, if they are in a file of tensors.
  std::string loading{};

  /// (T, d_in): a row for each token, named "inputs" and labelled with them.
  const Tensor& inputs() const {
    asked_.add(Setting::tokens);
    asked_.add(Setting::d_in);
    if (inputs_drawn_) asked_.add(Setting::seed);
    return asked(Setting::input, inputs_);
  }
  /// If the learner did not choose them, a chapter may take a sentence of its own.
  bool inputs_chosen() const { return inputs_chosen_; }
  /// Whether they are a sentence of the learner's own, whose embeddings are drawn: torch.randn,
  /// from a generator of their own, which starts at seed_of_inputs().
  bool inputs_drawn() const { return inputs_drawn_; }
  std::uint64_t seed_of_inputs() const { return seed_or(1441); }
  /// Where they were read from, as the path was given; empty if they were not chosen.
  const std::string& input_file() const { return input_file_; }
  /// REQUIRES: the inputs are labelled with them.
  const Labels& tokens() const { return *inputs().labels(0); }
  Size num_tokens() const { return inputs().size(0); }
  Size d_in() const { return inputs().size(1); }

  /// The token that asks in the steps with one query, from 0: the second unless chosen, or the last
  /// if there are fewer.
  Size query() const { return asked(Setting::query, query_); }
  /// For a sentence, in which a long token would be lost: its first 30 characters, then "…".
  std::string query_token() const { return cut(tokens()[static_cast<std::size_t>(query())], 30); }

  /// Size of queries, keys and values.
  Size d_out() const { return d_out_or(2); }
  /// The one chosen, or the chapter's own, but no less than the heads need.
  Size d_out_or(Size in_the_chapter) const {
    if (asked(Setting::d_out, d_out_)) return *d_out_;
    return (in_the_chapter + heads() - 1) / heads() * heads();
  }
  /// Divides d_out.
  Size heads() const;

  /// The heads in each layer of chapter 7's model: four of the ready one, and of the learner's own
  /// unless others were chosen, or four do not divide its size.
  Size heads_of_model() const;
  /// A head of that model, both counted from 0.
  struct HeadOfModel {
    std::size_t layer;
    Size head;
  };
  /// Those that are to be taken out of it.
  const std::vector<HeadOfModel>& ablated() const { return asked(Setting::ablate, ablated_); }

  /// Whether the layers of queries, keys and values add a bias.
  bool bias() const { return asked(Setting::bias, bias_); }
  /// Tokens that a mask is made for; at least num_tokens(). By default 8, or all if there are more.
  Size context_length() const;

  /// How chapter 7 chooses a token: what logits are divided by, how many of the likeliest are kept,
  /// and what the probabilities of those kept come to.
  double temperature() const { return asked(Setting::temperature, temperature_); }
  Size top_k() const { return asked(Setting::top_k, top_k_); }
  double top_p() const { return asked(Setting::top_p, top_p_); }

  /// The learner's own, in place of those that are drawn; null if none were chosen.
  const OwnWeights* weights() const { return asked(Setting::weights, weights_).get(); }
  /// The same, shared and without being asked for: to make other settings of.
  const std::shared_ptr<const OwnWeights>& chosen_weights() const { return weights_; }
  /// The same settings, sizes too, without them: for steps that cannot use them.
  Settings without_weights() const;
  /// A step says so of each module that it looked for among them: taken, or not there.
  void remember_fit() const { fit_ = true; }
  void remember_unfit(const UnfitWeights& why) const {
    if (!unfit_) unfit_ = why;
  }
  /// Why a step, by what it said so far, cannot use them; null if it can, or has not looked.
  const UnfitWeights* weights_unfit() const { return unfit_ && !fit_ ? &*unfit_ : nullptr; }
  /// A copy for a step to say that to, of which nothing was asked so far.
  Settings for_one_step() const;

  /// What takes the place of every seed, and of every dropout rate, in the notes.
  std::uint64_t seed_or(std::uint64_t in_the_notes) const {
    return asked(Setting::seed, seed_).value_or(in_the_notes);
  }
  double dropout_or(double in_the_notes) const {
    return asked(Setting::dropout, dropout_).value_or(in_the_notes);
  }

  /// What was chosen, as it was typed.
  const Choices& choices() const { return choices_; }

  /// Whether the setting, or anything that follows from it, was asked for so far.
  bool was_asked(Setting setting) const { return asked_.contains(setting); }
  /// What was asked of others, too.
  void remember_asked(const Settings& others) const { asked_.add(others.asked_); }

 private:
  friend Settings make_settings(Tensor inputs, const Choices& choices,
                                std::shared_ptr<const OwnWeights> weights);

  void take_sizes_of_weights();

  template <class T>
  const T& asked(Setting setting, const T& value) const {
    asked_.add(setting);
    return value;
  }

  Tensor inputs_;
  bool inputs_chosen_ = false;
  bool inputs_drawn_ = false;
  std::string input_file_{};
  std::shared_ptr<const OwnWeights> weights_{};
  Choices choices_{};
  Size query_ = 1;
  std::optional<Size> d_out_{}, heads_{}, context_length_{};
  bool bias_ = false;
  double temperature_ = 1;
  Size top_k_ = 3;
  double top_p_ = 0.9;
  std::vector<HeadOfModel> ablated_{};
  std::optional<std::uint64_t> seed_{};
  std::optional<double> dropout_{};
  mutable SettingSet asked_{};
  mutable bool fit_ = false;  // whether the step at hand has taken a module's weights
  mutable std::optional<UnfitWeights> unfit_{};

  explicit Settings(Tensor inputs) : inputs_(std::move(inputs)) {}
};

/// Understands what was chosen. `inputs` (T, d_in) are what the choices of an input, of tokens and
/// d_in make, or those of the notes; they have a token at least. `weights` are what the choice of
/// weights names; what sizes follow from them are settings, too. Throws UserError, whose place is
/// the option, for what is no number, out of range or does not fit the inputs, the weights or other
/// choices.
Settings make_settings(Tensor inputs, const Choices& choices,
                       std::shared_ptr<const OwnWeights> weights = nullptr);

/// The number of heads when none is chosen: the smallest number above 1 that divides d_out, which
/// is 2 for the sizes that are in use; 1 if only too large ones do.
Size default_heads(Size d_out);

}  // namespace attn
