#pragma once

#include <string>
#include <vector>

#include "lesson/text.h"
#include "tensor/derivation.h"

namespace attn {

/// Where one cell of a tensor came from, and where the cells came from that it was computed of.
struct Explanation {
  Tensor tensor;
  Index cell;
  bool given = false;       ///< nothing was computed: somebody wrote the number down
  Derivation derivation{};  ///< over the cells of the tensor's operands, unless it was given
  std::size_t cells = 1;    ///< how many cells of this tensor the cell downstream was made of
  std::vector<Explanation> upstream{};  ///< of each operand one cell: of a sum, the largest term's

  float value() const { return tensor.at(cell); }
};

/// Explains a cell and what is upstream of it, `depth` operations far. Operations that only move
/// cells do not count, and of several such without a name in between the last stands for all.
Explanation explain(const Tensor& tensor, const Index& cell, int depth);

/// What was done to get the cell: "adds up 6 products", "no arithmetic: …".
Text in_words(const Explanation& explanation);

/// "attn_weights[0,1]"; the operation where a tensor has no name: "(attn_scores / √2)[0,1]".
std::string cell_name(const Tensor& x, const Index& cell);

/// The names of a cell's row and column, and of more axes: "'journey', 'Your'"; empty if it has
/// none.
std::string cell_labels(const Tensor& x, const Index& cell);

}  // namespace attn
