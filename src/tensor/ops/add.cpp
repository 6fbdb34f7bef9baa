#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Add::value(Operands operands) const {
  return map_cells(operands[0], operands[1], [](float a, float b) { return a + b; });
}

Derivation Add::explain(Operands operands, const Index& at) const {
  return sum_of({cell(0, broadcast_cell(at, operands[0].shape())),
                 cell(1, broadcast_cell(at, operands[1].shape()))});
}

std::string Add::notation(Written operands) const {
  return infix(operands[0], "+", operands[1]);
}

Tensor Add::backward(const Backward& flow) const {
  return flow.gradient;
}

Tensor operator+(const Tensor& a, const Tensor& b) {
  return record(Add(), {a, b});
}

}  // namespace attn
