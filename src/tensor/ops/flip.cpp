#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// The cell of x that lies where `at` does when axis `axis` is counted from its end.
Index mirrored(const Index& at, int axis, const Shape& shape) {
  return at.with(axis, shape[axis] - 1 - at[axis]);
}

}  // namespace

Tensor Flip::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(x.numel()));
  for_each_cell(x.shape(),
                [&](const Index& at) { values.push_back(x.at(mirrored(at, axis, x.shape()))); });
  return Tensor(x.shape(), std::move(values));
}

Derivation Flip::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  return cell(0, mirrored(at, axis_of(dim, x.dim()), x.shape()));
}

std::string Flip::notation(Written operands) const {
  return method(operands[0], "flip(" + std::to_string(dim) + ")");
}

Tensor Flip::backward(const Backward& flow) const {
  return flip(flow.gradient, dim);
}

/// The flipped axis loses its names: they stand in the old order.
const Labels* Flip::labels(Operands operands, int axis) const {
  return axis == axis_of(dim, operands[0].dim()) ? nullptr : operands[0].labels(axis);
}

Tensor flip(const Tensor& x, int dim) {
  return record(Flip(dim), {x});
}

}  // namespace attn
