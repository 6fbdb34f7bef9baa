#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Contiguous::value(Operands operands) const {
  const Tensor& x = operands[0];
  return x.is_contiguous() ? x.viewed(x.shape(), x.strides()) : Tensor(x.shape(), x.values());
}

Derivation Contiguous::explain(Operands, const Index& at) const {
  return cell(0, at);
}

std::string Contiguous::notation(Written operands) const {
  return method(operands[0], "contiguous()");
}

Tensor Contiguous::backward(const Backward& flow) const {
  return flow.gradient;
}

Tensor contiguous(const Tensor& x) {
  return record(Contiguous(), {x});
}

}  // namespace attn
