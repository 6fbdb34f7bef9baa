#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 7, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter7 {

void a_model_that_has_learned(const Settings& settings, Page& page);
void what_it_was_asked(const Settings& settings, Page& page);
void a_head_that_looks_one_back(const Settings& settings, Page& page);
void the_induction_head(const Settings& settings, Page& page);
void two_heads_together(const Settings& settings, Page& page);
void heads_taken_out(const Settings& settings, Page& page);
void what_each_layer_would_say(const Settings& settings, Page& page);
void one_layer_is_not_enough(const Settings& settings, Page& page);
void train_one_yourself(const Settings& settings, Page& page);
void greedy(const Settings& settings, Page& page);
void temperature(const Settings& settings, Page& page);
void top_k_and_top_p(const Settings& settings, Page& page);
void drawing_by_seed(const Settings& settings, Page& page);
void kv_cache(const Settings& settings, Page& page);
void cost_of_the_cache(const Settings& settings, Page& page);

}  // namespace attn::chapter7
