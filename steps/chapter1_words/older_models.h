#pragma once

#include "chapter1_words/words.h"
#include "lesson/settings.h"

/// The models before attention, each over a sentence of T tokens, d numbers a token.

namespace attn::chapter1 {

inline constexpr const char* sample_sentence = "the cat sees the dog and the dog sees the cat";

/// Which word follows which in one sentence.
struct Bigrams {
  Words tokens;
  Vocabulary vocabulary;
  Tensor token_ids;  ///< (T)
  Tensor following;  ///< (T - 1, V): each word after the first as a row with a single 1
  Tensor counts;     ///< (V, V)
  Tensor probs;      ///< (V, V), counts with rows that sum to 1
};
/// REQUIRES: every word is followed by another somewhere, so that no row of counts is empty.
Bigrams bigrams(const Words& tokens);

inline constexpr Size state_size = 4;  ///< h
inline constexpr Size kernel = 3;      ///< k: how many tokens a convolution sees

/// h_t = tanh(x_t W_x + h_(t-1) W_h), one token after another, from h_0 = 0.
struct Rnn {
  Tensor W_x;     ///< (d, h), uniform on [-0.5, 0.5), as W_h, which is drawn after it
  Tensor W_h;     ///< (h, h)
  Tensor states;  ///< (T, h)
};
/// inputs: (T, d). REQUIRES: its rows are labelled.
Rnn rnn(const Tensor& inputs, const Settings& settings);

/// The reach of a convolution over inputs (T, d): 1 where token i sees token j, (T, T); named
/// `one_layer`. REQUIRES: the rows of inputs are labelled.
Tensor window_of(const Tensor& inputs);

/// How many layers of convolution it takes until the ends of a sentence meet.
Size layers_to_connect(Size num_tokens);

/// Products needed for n tokens of d numbers: each an estimate of the order, without constants, as
/// in table 1 of Vaswani et al., "Attention Is All You Need", 2017.
Tensor rnn_cost(const Tensor& n, float d);        ///< n d²
Tensor cnn_cost(const Tensor& n, float d);        ///< k n d²
Tensor attention_cost(const Tensor& n, float d);  ///< n² d

}  // namespace attn::chapter1
