#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 2, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter2 {

void from_averaging_to_attention(const Settings& settings, Page& page);
void random_embeddings(const Settings& settings, Page& page);
void average_with_loops(const Settings& settings, Page& page);
void average_by_one_product(const Settings& settings, Page& page);
void cost_of_loops(const Settings& settings, Page& page);
void average_by_softmax(const Settings& settings, Page& page);
void sentence_word_by_word(const Settings& settings, Page& page);
void what_the_average_loses(const Settings& settings, Page& page);
void weights_from_similarity(const Settings& settings, Page& page);
void three_roles(const Settings& settings, Page& page);

}  // namespace attn::chapter2
