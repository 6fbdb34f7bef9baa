#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 5, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter5 {

void the_whole_flow(const Settings& settings, Page& page);
void product_or_elementwise(const Settings& settings, Page& page);
void one_recipe(const Settings& settings, Page& page);
void self_focus(const Settings& settings, Page& page);
void gradient_for_each(const Settings& settings, Page& page);
void gradient_paths(const Settings& settings, Page& page);
void eight_heads(const Settings& settings, Page& page);
void what_a_sum_keeps(const Settings& settings, Page& page);
void residual_keeps_positions(const Settings& settings, Page& page);
void feed_forward_per_token(const Settings& settings, Page& page);
void encoder_layer(const Settings& settings, Page& page);
void encoder_decoder_attention(const Settings& settings, Page& page);
void encoder_to_decoder(const Settings& settings, Page& page);
void one_word_in_one_head(const Settings& settings, Page& page);

}  // namespace attn::chapter5
