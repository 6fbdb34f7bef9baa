#pragma once

#include "lesson/catalogue.h"

namespace attn {

/// Chapter 1, words to vectors: its table of contents.
extern const Chapter chapter1_words;

}  // namespace attn
