#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Tanh::value(Operands operands) const {
  return map_cells(operands[0], float32::tanh);
}

Derivation Tanh::explain(Operands, const Index& at) const {
  return tanh_of(cell(0, at));
}

std::string Tanh::notation(Written operands) const {
  return operands[0].empty() ? "tanh" : call("tanh", operands[0], "");
}

Tensor Tanh::backward(const Backward& flow) const {
  return flow.gradient * (scalar(1) - flow.result * flow.result);
}

Tensor tanh(const Tensor& x) {
  return record(Tanh(), {x});
}

}  // namespace attn
