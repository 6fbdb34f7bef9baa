#pragma once

#include <span>
#include <string>

#include "lesson/explanation.h"
#include "render/text_style.h"

namespace attn {

/// An explanation as a tree, the cell that was asked for at its root.
std::string draw_explanation(const Explanation& explanation, const TextStyle& style);

/// How the shape of a tensor came about: of everything that was computed on the way to it, in
/// order, what it is and the shapes that met.
std::string draw_trace(std::span<const Tensor> tensors, const TextStyle& style);

}  // namespace attn
