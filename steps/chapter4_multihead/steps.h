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

}  // namespace attn::chapter4
