#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 4, the multi-head attention class line by line, and the block around it: its table of
/// contents.
extern const Chapter chapter4_multihead;

}  // namespace attn
