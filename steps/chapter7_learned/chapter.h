#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 7, heads that have learned, and generating: its table of contents.
extern const Chapter chapter7_learned;

}  // namespace attn
