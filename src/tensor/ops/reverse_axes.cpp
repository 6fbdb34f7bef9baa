#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Dims reversed(const Dims& dims) {
  Dims result;
  for (int axis = dims.rank() - 1; axis >= 0; --axis) result.push_back(dims[axis]);
  return result;
}

}  // namespace

Tensor ReverseAxes::value(Operands operands) const {
  const Tensor& x = operands[0];
  return x.viewed(reversed(x.shape()), reversed(x.strides()));
}

Derivation ReverseAxes::explain(Operands, const Index& at) const {
  return cell(0, reversed(at));
}

std::string ReverseAxes::notation(Written operands) const {
  return method(operands[0], "T");
}

Tensor ReverseAxes::backward(const Backward& flow) const {
  return T(flow.gradient);
}

const Labels* ReverseAxes::labels(Operands operands, int axis) const {
  return operands[0].labels(operands[0].dim() - 1 - axis);
}

Tensor T(const Tensor& x) {
  return record(ReverseAxes(), {x});
}

}  // namespace attn
