#include <cmath>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Sqrt::value(Operands operands) const {
  return map_cells(operands[0], [](float x) { return std::sqrt(x); });
}

Derivation Sqrt::explain(Operands, const Index& at) const {
  return sqrt_of(cell(0, at));
}

std::string Sqrt::notation(Written operands) const {
  return operands[0].empty() ? "sqrt" : call("sqrt", operands[0], "");
}

Tensor Sqrt::backward(const Backward& flow) const {
  return flow.gradient / (flow.result * 2.0F);
}

Tensor sqrt(const Tensor& x) {
  return record(Sqrt(), {x});
}

}  // namespace attn
