#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Sub::value(Operands operands) const {
  return map_cells(operands[0], operands[1], [](float a, float b) { return a - b; });
}

Derivation Sub::explain(Operands operands, const Index& at) const {
  return difference(cell(0, broadcast_cell(at, operands[0].shape())),
                    cell(1, broadcast_cell(at, operands[1].shape())));
}

std::string Sub::notation(Written operands) const {
  return infix(operands[0], "-", operands[1]);
}

Tensor Sub::backward(const Backward& flow) const {
  return flow.operand == 0 ? flow.gradient : flow.gradient * -1.0F;
}

Tensor operator-(const Tensor& a, const Tensor& b) {
  return record(Sub(), {a, b});
}

}  // namespace attn
