#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 8, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter8 {

void changed_since_2017(const Settings& settings, Page& page);
void in_one_call(const Settings& settings, Page& page);
void online_softmax_of_a_row(const Settings& settings, Page& page);
void one_tile_of_queries(const Settings& settings, Page& page);
void never_the_whole_matrix(const Settings& settings, Page& page);
void turn_pairs(const Settings& settings, Page& page);
void relative_places(const Settings& settings, Page& page);
void two_layouts(const Settings& settings, Page& page);
void one_key_for_all_heads(const Settings& settings, Page& page);
void groups_of_heads_share(const Settings& settings, Page& page);
void sliding_window(const Settings& settings, Page& page);
void the_sink(const Settings& settings, Page& page);
void rms_norm(const Settings& settings, Page& page);
void swiglu(const Settings& settings, Page& page);
void the_cost_of_the_cache(const Settings& settings, Page& page);

}  // namespace attn::chapter8
