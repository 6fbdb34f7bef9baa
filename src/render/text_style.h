#pragma once

#include "lesson/text.h"

namespace attn {

/// How the cells of tensors show their values at a glance.
enum class HeatStyle {
  none,
  shades,      ///< ░▒▓█ where padding was
  colors_256,  ///< backgrounds, of the colours that every terminal has
  true_color,  ///< backgrounds
};

/// How a page is to look.
struct TextStyle {
  Language language = Language::both;
  bool color = false;
  HeatStyle heat = HeatStyle::none;
  int width = 80;     ///< columns of the terminal
  int precision = 4;  ///< decimals
};

}  // namespace attn
