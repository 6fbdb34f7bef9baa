#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 1, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter1 {

void words_to_vectors(const Settings& settings, Page& page);
void markov_chain(const Settings& settings, Page& page);
void rnn_state(const Settings& settings, Page& page);
void cnn_window(const Settings& settings, Page& page);
void path_and_cost(const Settings& settings, Page& page);
void tokens_and_ids(const Settings& settings, Page& page);
void korean_tokens(const Settings& settings, Page& page);
void skip_gram_pairs(const Settings& settings, Page& page);
void one_pair(const Settings& settings, Page& page);
void train_skip_gram(const Settings& settings, Page& page);
void cosine_by_hand(const Settings& settings, Page& page);
void nearest_words(const Settings& settings, Page& page);
void korean_words(const Settings& settings, Page& page);
void positional_encoding_table(const Settings& settings, Page& page);
void index_doubled(const Settings& settings, Page& page);
void waves_of_512(const Settings& settings, Page& page);
void fixed_not_learned(const Settings& settings, Page& page);
void similarity_by_distance(const Settings& settings, Page& page);
void embedding_scale(const Settings& settings, Page& page);
void word_and_position(const Settings& settings, Page& page);
void king_and_queen(const Settings& settings, Page& page);

}  // namespace attn::chapter1
