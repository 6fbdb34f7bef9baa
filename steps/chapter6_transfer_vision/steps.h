#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 6, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter6 {

void from_task_to_task(const Settings& settings, Page& page);
void learn_one_task_first(const Settings& settings, Page& page);
void feature_extraction(const Settings& settings, Page& page);
void fine_tuning(const Settings& settings, Page& page);
void ways_compared(const Settings& settings, Page& page);
void words_in_pieces(const Settings& settings, Page& page);
void ids_to_vectors(const Settings& settings, Page& page);
void mask_the_padding(const Settings& settings, Page& page);
void image_to_patches(const Settings& settings, Page& page);
void patches_to_vectors(const Settings& settings, Page& page);
void the_same_encoder(const Settings& settings, Page& page);
void order_of_patches(const Settings& settings, Page& page);
void text_beside_image(const Settings& settings, Page& page);

}  // namespace attn::chapter6
