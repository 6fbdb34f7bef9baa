#pragma once

#include "lesson/text.h"

namespace attn {

/// How a page is to look.
struct TextStyle {
  Language language = Language::both;
  bool color = false;
  int width = 80;     ///< columns of the terminal
  int precision = 4;  ///< decimals
};

}  // namespace attn
