#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor sum_to_size(const Tensor& x, const Shape& shape) {
  require_shape(broadcast_shape(x.shape(), shape) == x.shape(),
                [&] { return to_string(x.shape()) + " is no broadcast of " + to_string(shape); });
  Tensor sums = x;
  while (sums.dim() > shape.rank()) sums = sum(sums, 0);
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (sums.size(axis) != shape[axis]) sums = sum(sums, axis, true);
  }
  return sums;
}

}  // namespace attn
