#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Cos::value(Operands operands) const {
  return map_cells(operands[0], float32::cos);
}

Derivation Cos::explain(Operands, const Index& at) const {
  return cos_of(cell(0, at));
}

std::string Cos::notation(Written operands) const {
  return operands[0].empty() ? "cos" : call("cos", operands[0], "");
}

Tensor Cos::backward(const Backward& flow) const {
  return flow.gradient * sin(flow.operands[0]) * -1.0F;
}

Tensor cos(const Tensor& x) {
  return record(Cos(), {x});
}

}  // namespace attn
