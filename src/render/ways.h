#pragma once

#include <span>
#include <string>

#include "tensor/tensor.h"

namespace attn {

/// How every cell of these tensors came about, and the cells that those were computed from, as JSON
/// for a page's script. What cells have in common is written once: the script puts numbers into
/// places, and computes none. Large histories are told only as far as `most_cells` cells, nearest
/// first.
///
/// {"nodes":[{"name","shape","values","operands","how","shapes","line","words",
/// "text","cells","rounded"}],"texts":[[ko,en]],"lines":[…]}, where a node is a tensor, of which
/// what is empty is left out:
///   values    of what the page does not show
///   operands  places of tensors in `nodes`; -1 for one that is not told
///   line      of each cell which of the `lines` of arithmetic, see in_places(): that of a cell
///             which was moved is a place; a single number if it is the same for all
///   cells     of each cell, between "|", those of operands that stand in its line: row-major
///             places "3 0 4"
///   text      left out of a tensor that is too large to be told; else of each cell which of
///   `texts`, whose "#" are, in order, the numbers in `words`, which
///             are given once or for each cell, between "|"
///   rounded   of cells, what the numbers as printed come to, where that is not the cell's number
std::string ways_as_json(std::span<const Tensor> shown, int precision);

}  // namespace attn
