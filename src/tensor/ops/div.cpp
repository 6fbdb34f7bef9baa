#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Div::value(Operands operands) const {
  return map_cells(operands[0], operands[1], [](float a, float b) { return a / b; });
}

Derivation Div::explain(Operands operands, const Index& at) const {
  return quotient(cell(0, broadcast_cell(at, operands[0].shape())),
                  cell(1, broadcast_cell(at, operands[1].shape())));
}

std::string Div::notation(Written operands) const {
  return infix(operands[0], "÷", operands[1]);
}

// (a / b)' = 1 / b by a, and -a / b² = -(a / b) / b by b.
Tensor Div::backward(const Backward& flow) const {
  const Tensor by_a = flow.gradient / flow.operands[1];
  return flow.operand == 0 ? by_a : by_a * flow.result * -1.0F;
}

Tensor operator/(const Tensor& a, const Tensor& b) {
  return record(Div(), {a, b});
}
Tensor operator/(const Tensor& a, float b) {
  return a / scalar(b);
}

}  // namespace attn
