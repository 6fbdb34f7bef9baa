#pragma once

#include <string>

#include "lesson/page.h"
#include "render/paint.h"

namespace attn {

/// The curves' lines: a legend, the curves in braille dots, two by four to a character, and numbers
/// along both axes. Without colour the curves are told apart by how their dots are spaced.
/// REQUIRES: width >= 30.
std::string draw_plot(const block::Plot& plot, int width, const Paint& paint);

}  // namespace attn
