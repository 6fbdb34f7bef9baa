#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Mul::value(Operands operands) const {
  return map_cells(operands[0], operands[1], [](float a, float b) { return a * b; });
}

Derivation Mul::explain(Operands operands, const Index& at) const {
  return product_of({cell(0, broadcast_cell(at, operands[0].shape())),
                     cell(1, broadcast_cell(at, operands[1].shape()))});
}

std::string Mul::notation(Written operands) const {
  return infix(operands[0], "×", operands[1]);
}

Tensor Mul::backward(const Backward& flow) const {
  return flow.gradient * flow.operands[1 - flow.operand];
}

Tensor operator*(const Tensor& a, const Tensor& b) {
  return record(Mul(), {a, b});
}
Tensor operator*(const Tensor& a, float b) {
  return a * scalar(b);
}

}  // namespace attn
