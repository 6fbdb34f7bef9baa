#pragma once

#include <string>
#include <vector>

#include "lesson/explanation.h"
#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// An explanation as a tree, the cell that was asked for at its root. Of a cell computed as the one
/// told before it, only its numbers: `is_like_the_last`.
std::string draw_explanation(const Explanation& explanation, const TextStyle& style,
                             bool is_like_the_last = false);

/// One of the operations on the way to a tensor: what it is, and the shapes that met.
struct TraceLine {
  std::string name;  ///< of what was computed; empty if it has none
  std::string how, shapes;
  int times = 1;  ///< how often the very same was done: in a loop, once for each turn
};

/// How the shape of a tensor came about: everything that was computed on the way to it, in order of
/// the first time.
std::vector<TraceLine> trace_of(const block::ShapeTrace& trace);
std::string draw_trace(const block::ShapeTrace& trace, const TextStyle& style);

}  // namespace attn
