#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Clone::value(Operands operands) const {
  return Tensor(operands[0].shape(), operands[0].values());
}

Derivation Clone::explain(Operands, const Index& at) const {
  return cell(0, at);
}

std::string Clone::notation(Written operands) const {
  return method(operands[0], "clone()");
}

Tensor Clone::backward(const Backward& flow) const {
  return flow.gradient;
}

Tensor clone(const Tensor& x) {
  return record(Clone(), {x});
}

}  // namespace attn
