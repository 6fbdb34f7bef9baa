#pragma once

#include <string>

#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// A tensor's lines: name and shape, then its numbers with the names along its axes. From three
/// axes on slice by slice, each under its index and names; those that differ in the last place of
/// the index, such as heads, side by side where the width has room for several and their rows have
/// the same names. A tensor of more than 1000 cells shows the first and last three places of each
/// long axis, as PyTorch does.
std::string draw_matrix(const block::Matrix& matrix, const TextStyle& style);

}  // namespace attn
