#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Sin::value(Operands operands) const {
  return map_cells(operands[0], float32::sin);
}

Derivation Sin::explain(Operands, const Index& at) const {
  return sin_of(cell(0, at));
}

std::string Sin::notation(Written operands) const {
  return operands[0].empty() ? "sin" : call("sin", operands[0], "");
}

Tensor Sin::backward(const Backward& flow) const {
  return flow.gradient * cos(flow.operands[0]);
}

Tensor sin(const Tensor& x) {
  return record(Sin(), {x});
}

}  // namespace attn
