#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor Narrow::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  require_shape(0 <= start && 0 <= length && start + length <= x.size(axis), [&] {
    return to_string(x.shape()) + " has no places " + std::to_string(start) + " to " +
           std::to_string(start + length) + " on axis " + std::to_string(axis);
  });
  return x.viewed(x.shape().with(axis, length), x.strides(), start * x.strides()[axis]);
}

Derivation Narrow::explain(Operands operands, const Index& at) const {
  const int axis = axis_of(dim, operands[0].dim());
  return cell(0, at.with(axis, at[axis] + start));
}

std::string Narrow::notation(Written operands) const {
  return method(operands[0], "narrow(" + std::to_string(dim) + ", " + std::to_string(start) + ", " +
                                 std::to_string(length) + ")");
}

Tensor Narrow::backward(const Backward& flow) const {
  return pad(flow.gradient, dim, start, flow.asked().size(dim) - start - length);
}

const Labels* Narrow::labels(Operands operands, int axis) const {
  return axis == axis_of(dim, operands[0].dim()) ? nullptr : operands[0].labels(axis);
}

Tensor narrow(const Tensor& x, int dim, Size start, Size length) {
  return record(Narrow(dim, start, length), {x});
}

}  // namespace attn
