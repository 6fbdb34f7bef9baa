#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// Whether row i's column j is kept.
bool is_on_or_above(const Index& at, Size diagonal) {
  return at[at.rank() - 1] >= at[at.rank() - 2] + diagonal;
}

}  // namespace

Tensor Triu::value(Operands operands) const {
  require_shape(operands[0].dim() >= 2, [] { return "triu needs rows and columns"; });
  return map_with_index(operands[0], [&](float x, const Index& at) {
    return is_on_or_above(at, diagonal) ? x : 0.0F;
  });
}

Derivation Triu::explain(Operands, const Index& at) const {
  return is_on_or_above(at, diagonal) ? cell(0, at) : number(0);
}

std::string Triu::notation(Written operands) const {
  return call("triu", operands[0], diagonal == 0 ? "" : "diagonal=" + std::to_string(diagonal));
}

Tensor Triu::backward(const Backward& flow) const {
  return triu(flow.gradient, diagonal);
}

Tensor triu(const Tensor& x, Size diagonal) {
  return record(Triu(diagonal), {x});
}

}  // namespace attn
