#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 4, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter4 {

void the_whole_flow(const Settings& settings, Page& page);
void class_at_a_glance(const Settings& settings, Page& page);
void heads_divide_d_out(const Settings& settings, Page& page);
void query_key_value_layers(const Settings& settings, Page& page);
void out_proj_and_dropout(const Settings& settings, Page& page);
void mask_buffer(const Settings& settings, Page& page);
void forward_begins(const Settings& settings, Page& page);
void split_into_heads(const Settings& settings, Page& page);
void scores_of_each_head(const Settings& settings, Page& page);
void cut_the_mask(const Settings& settings, Page& page);
void scale_and_saturation(const Settings& settings, Page& page);
void weights_times_values(const Settings& settings, Page& page);
void merge_the_heads(const Settings& settings, Page& page);
void mean_and_variance(const Settings& settings, Page& page);
void population_and_sample(const Settings& settings, Page& page);
void why_eps(const Settings& settings, Page& page);
void scale_and_shift(const Settings& settings, Page& page);
void gelu_and_relu(const Settings& settings, Page& page);
void gelu_by_tanh(const Settings& settings, Page& page);
void feed_forward(const Settings& settings, Page& page);
void residual_connection(const Settings& settings, Page& page);
void transformer_block(const Settings& settings, Page& page);
void what_variance_tells(const Settings& settings, Page& page);
void what_a_module_does(const Settings& settings, Page& page);

}  // namespace attn::chapter4
