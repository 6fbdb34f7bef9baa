#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

namespace attn {

/// If the inputs are a sentence of the learner's own, says where its embeddings come from.
void say_how_drawn(const Settings& settings, Page& page);

}  // namespace attn
