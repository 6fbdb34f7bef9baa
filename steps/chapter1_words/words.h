#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lesson/page.h"
#include "lesson/settings.h"
#include "shared/vocabulary.h"
#include "tensor/tensor.h"

/// Sentences, their tokens and the numbers of tokens; and word vectors trained on a small text.
/// V words, d numbers a word.

namespace attn::chapter1 {

/// The same word with its particle (조사) cut off as a token of its own: 고양이가 → 고양이, -가.
Words split_particle(const std::string& token);

/// Every token, cut from its particle.
Words pieces_of(const Words& tokens);

/// A small text of the data folder, tokenized line by line.
struct Corpus {
  std::string file;
  std::vector<Words> sentences;
  Vocabulary vocabulary;
};
Corpus english();
Corpus korean();

/// The sentences of several steps.
inline constexpr const char* house_sentence = "The cat sleeps in a warm house!";
inline constexpr const char* garden_sentence = "The cat runs in the garden.";

/// Places (i, j) with 1 to `window` between them, row by row: which tokens are each other's
/// context.
inline constexpr Size window = 2;
std::vector<std::pair<Size, Size>> places_of_pairs(Size num_tokens);

/// (P, 2), named `pairs`: the ids of centre and context of all pairs, sentence by sentence.
Tensor pairs(const Corpus& corpus);

/// (V, V): how often the word of a column stands near the word of a row.
Tensor pair_counts(const Corpus& corpus);

inline constexpr std::uint64_t seed_of_chapter = 123;
inline constexpr Size word_size = 8;  ///< d
inline constexpr int training_steps = 100;
inline constexpr float learning_rate = 3;

/// A word's vector as a centre, and as a context of others: (V, d) each.
struct SkipGram {
  Tensor W_in, W_out;
};
/// Before training: half of torch.randn, so that the first steps are not lost in large numbers.
SkipGram drawn(const Corpus& corpus, const Settings& settings);
/// The mean over all pairs of -log softmax, from a table of shares (V, V) that sum to 1 → ().
Tensor skip_gram_loss(const SkipGram& model, const Tensor& shares);

/// What the loss cannot get below: how open the context is once the centre is known,
/// -Σ p(centre, context) log p(context | centre) → (). REQUIRES: every row has a pair.
Tensor conditional_entropy(const Tensor& counts);

struct Training {
  SkipGram model;
  Tensor losses;  ///< (training_steps + 1), before each step and at the end
};
/// Gradient descent on all pairs at once, training_steps steps.
Training train(const Corpus& corpus, const Settings& settings);

/// x with every row divided by its length: (n, d).
Tensor unit_rows(const Tensor& x);
/// The cosine of the angles between all rows: (n, d) → (n, n).
Tensor cosines(const Tensor& x);

/// Claims what is so of every table of cosines (n, n).
void check_cosines(Page& page, const Tensor& similarity);

/// The place of the largest off the diagonal in row i.
Size nearest_to(const Tensor& similarity, Size i);
/// How many words of the groups have a nearest word of their own group.
Size near_their_own_group(const Tensor& similarity, const Vocabulary& vocabulary,
                          const std::vector<Words>& groups);
/// A row for each word of the groups: the word, its nearest, and their cosine.
std::vector<std::vector<block::Cell>> nearest_rows(const Tensor& similarity,
                                                   const Vocabulary& vocabulary,
                                                   const std::vector<Words>& groups);
/// Claims that words of one group are more alike on the average than words of different groups, and
/// tells whether that holds for each two of them.
void check_groups(Page& page, const Tensor& similarity, const Vocabulary& vocabulary,
                  const std::vector<Words>& groups);

}  // namespace attn::chapter1
