#pragma once

#include "lesson/page.h"

/// What the maps, the first page of each chapter, have in common.

namespace attn {

/// The first line of a chapter's PyTorch, and how its lines are run.
void begin_code(Page& page);

}  // namespace attn
