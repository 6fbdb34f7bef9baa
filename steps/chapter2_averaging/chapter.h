#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 2, from averaging to self-attention: its table of contents.
extern const Chapter chapter2_averaging;

}  // namespace attn
