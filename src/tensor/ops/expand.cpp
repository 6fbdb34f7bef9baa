#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor Expand::value(Operands operands) const {
  const Tensor& x = operands[0];
  require_shape(broadcast_shape(x.shape(), shape) == shape, [&] {
    return to_string(x.shape()) + " cannot be expanded to " + to_string(shape);
  });
  Strides strides = Strides::filled(shape.rank(), 0);
  const int added = shape.rank() - x.dim();
  for (int axis = 0; axis < x.dim(); ++axis) {
    if (x.size(axis) == shape[added + axis]) strides[added + axis] = x.strides()[axis];
  }
  return x.viewed(shape, strides);
}

Derivation Expand::explain(Operands operands, const Index& at) const {
  return cell(0, broadcast_cell(at, operands[0].shape()));
}

std::string Expand::notation(Written operands) const {
  std::string sizes;
  for (const Size size : shape) sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
  return method(operands[0], "expand(" + sizes + ")");
}

Tensor Expand::backward(const Backward& flow) const {
  return flow.gradient;
}

const Labels* Expand::labels(Operands operands, int axis) const {
  const Tensor& x = operands[0];
  const int own = axis - (shape.rank() - x.dim());
  return own < 0 || x.size(own) != shape[axis] ? nullptr : x.labels(own);
}

Tensor expand(const Tensor& x, Shape shape) {
  return record(Expand(shape), {x});
}

}  // namespace attn
