#pragma once

#include "nn/encoder_layer.h"

/// The side of a small model that writes, word by word. Words are numbers, from 0 on.

namespace attn::chapter5 {

inline constexpr Size vocabulary = 5;   ///< <s>, w1, w2, w3, w4
inline constexpr float start_word = 0;  ///< <s>
inline constexpr Size new_words = 3;    ///< that are written

/// The encoding of step 1.14 for n places; of an odd d, all columns but the last: (n, d).
Tensor positions(Size n, Size d);

/// What is written at first, start_word alone: (1), words as whole numbers, labelled with their
/// names; named `words`.
Tensor first_words();

/// The same with one word more: that with the highest score in the last row of logits (T_dec,
/// vocabulary). (T_dec) → (T_dec + 1).
Tensor with_next_word(const Tensor& words, const Tensor& logits);

/// Word vectors, a decoder layer, and a score for each word.
struct Writer {
  Tensor word_vectors;  ///< (vocabulary, d)
  DecoderLayer decoder;
  Linear to_words;

  /// Drawn in the order of the members.
  Writer(Size d, Size heads, Generator& generator);

  /// What to write next after these words: (T_dec, vocabulary), by way of `y` and `dec_out`.
  Tensor operator()(const Tensor& words, const Tensor& memory) const;
};

}  // namespace attn::chapter5
