#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/models.h"
#include "shared/vocabulary.h"
#include "tensor/tensor.h"

/// The small tokenizer of steps 6 to 8.

namespace attn::chapter6 {

/// The pieces that have an id, in the order of their ids. One that starts with ## goes on with a
/// word.
const Vocabulary& vocabulary();

/// A word in pieces: each time the longest in the vocabulary with which the rest starts; [UNK]
/// alone if there is none at some place. Wu et al., "Google's Neural Machine Translation System",
/// 2016, section 4.1, brought such pieces up; BERT's tokenizer takes the longest first.
Labels pieces_of_word(std::string_view word);
/// The same for words between single spaces, in lower case (of Latin letters), within [CLS] and
/// [SEP].
Labels pieces_of(std::string_view sentence);

/// The word that pieces make.
std::string put_together(const Labels& pieces);
/// The vocabulary as a list in Python, wrapped.
std::string vocabulary_in_python();

inline constexpr const char* english = "I go to school";
inline constexpr const char* korean = "나는 학교에 간다";

/// Both sentences as a batch, the shorter padded. V pieces, T of them in the longer sentence.
struct Batch {
  Tensor input_ids;        ///< (2, T)
  Tensor attention_mask;   ///< (2, T): 1 for a piece, 0 for padding
  Tensor token_embedding;  ///< (V, d), random
  Tensor x;                ///< (2, T, d)
  Labels english, korean;  ///< pieces; those of the English sentence padded
  Size length;             ///< of the English sentence without padding
};
Batch padded_batch(const Settings& settings);

}  // namespace attn::chapter6
