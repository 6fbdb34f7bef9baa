#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// Whether row i's column j is kept.
bool is_on_or_below(const Index& at, Size diagonal) {
  return at[at.rank() - 1] <= at[at.rank() - 2] + diagonal;
}

}  // namespace

Tensor Tril::value(Operands operands) const {
  require_shape(operands[0].dim() >= 2, [] { return "tril needs rows and columns"; });
  return map_with_index(operands[0], [&](float x, const Index& at) {
    return is_on_or_below(at, diagonal) ? x : 0.0F;
  });
}

Derivation Tril::explain(Operands, const Index& at) const {
  return is_on_or_below(at, diagonal) ? cell(0, at) : number(0);
}

std::string Tril::notation(Written operands) const {
  return call("tril", operands[0], diagonal == 0 ? "" : "diagonal=" + std::to_string(diagonal));
}

Tensor Tril::backward(const Backward& flow) const {
  return tril(flow.gradient, diagonal);
}

Tensor tril(const Tensor& x, Size diagonal) {
  return record(Tril(diagonal), {x});
}

}  // namespace attn
