#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Exp::value(Operands operands) const {
  return map_cells(operands[0], float32::exp);
}

Derivation Exp::explain(Operands, const Index& at) const {
  return exp_of(cell(0, at));
}

std::string Exp::notation(Written operands) const {
  return operands[0].empty() ? "exp" : call("exp", operands[0], "");
}

Tensor Exp::backward(const Backward& flow) const {
  return flow.gradient * flow.result;
}

Tensor exp(const Tensor& x) {
  return record(Exp(), {x});
}

}  // namespace attn
