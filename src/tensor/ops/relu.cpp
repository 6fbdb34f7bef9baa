#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Relu::value(Operands operands) const {
  // Written so that nan stays nan, as in PyTorch.
  return map_cells(operands[0], [](float x) { return x < 0 ? 0.0F : x; });
}

Derivation Relu::explain(Operands, const Index& at) const {
  return max_of({cell(0, at), number(0)});
}

std::string Relu::notation(Written operands) const {
  return operands[0].empty() ? "relu" : call("relu", operands[0], "");
}

// At 0, where there is a kink, PyTorch takes the slope to be 0.
Tensor Relu::backward(const Backward& flow) const {
  return flow.gradient * map_cells(flow.asked(), [](float x) { return x > 0 ? 1.0F : 0.0F; });
}

Tensor relu(const Tensor& x) {
  return record(Relu(), {x});
}

}  // namespace attn
