#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lesson/text.h"
#include "tensor/tensor.h"

namespace attn {

/// What a learner can change about the steps.
struct Settings {
  // The largest sizes taken, so that no setting can ask for more memory or time than a lesson is
  // worth: the largest real models these steps are about have rows of 1024 numbers and 16 heads.
  static constexpr Size max_tokens = 128;
  static constexpr Size max_d_in = 1024;
  static constexpr Size max_d_out = 1024;
  static constexpr Size max_heads = 16;
  static constexpr Size max_context_length = 256;

  Tensor inputs;  ///< (T, d_in): a row for each token, named "inputs" and labelled with them
  std::string input_file{};      ///< where they were read from, as the path was given
  bool inputs_chosen = true;     ///< if not, a chapter may take a sentence of its own for them
  Size query = 1;                ///< the token that asks in the steps with one query, from 0
  Size d_out = 2;                ///< size of queries, keys and values
  bool d_out_is_chosen = false;  ///< if not, a chapter may take one of its own: choose_d_out()
  Size heads = 2;                ///< divides d_out
  bool bias = false;             ///< whether the layers of queries, keys and values add a bias
  std::optional<Size> context_length{};  ///< tokens that a mask is made for; at least num_tokens()
  std::optional<std::uint64_t> seed{};   ///< takes the place of every seed in the notes
  std::optional<double> dropout{};       ///< takes the place of every dropout rate in the notes
  bool measure = false;                  ///< whether live timings are taken

  /// REQUIRES: the inputs are labelled with them.
  const Labels& tokens() const { return *inputs.labels(0); }
  Size num_tokens() const { return inputs.size(0); }
  Size d_in() const { return inputs.size(1); }
  /// For a sentence, in which a long token would be lost: its first 30 characters, then "…".
  std::string query_token() const { return cut(tokens()[static_cast<std::size_t>(query)], 30); }
  std::uint64_t seed_or(std::uint64_t in_the_notes) const { return seed.value_or(in_the_notes); }
  double dropout_or(double in_the_notes) const { return dropout.value_or(in_the_notes); }

  /// Takes the place of every chapter's own d_out.
  void choose_d_out(Size size) {
    d_out = size;
    d_out_is_chosen = true;
  }
  /// The one chosen, or the chapter's own, but no less than the heads need.
  Size d_out_or(Size in_the_chapter) const {
    if (d_out_is_chosen) return d_out;
    return (in_the_chapter + heads - 1) / heads * heads;
  }
  /// By default 8, or the number of tokens if there are more.
  Size context_length_or_default() const {
    return context_length.value_or(num_tokens() > 8 ? num_tokens() : 8);
  }

  /// The settings that go with an input when none is chosen: token 2 asks, or the last token if
  /// there are fewer.
  static Settings for_input(Tensor inputs);
};

/// The number of heads when none is chosen: the smallest number above 1 that divides d_out, which
/// is 2 for the sizes that are in use; 1 if only too large ones do.
Size default_heads(Size d_out);

}  // namespace attn
