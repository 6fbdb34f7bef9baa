#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 3, attention step by step: its table of contents. The numbers are those of the notes.
extern const Chapter chapter3_attention;

}  // namespace attn
