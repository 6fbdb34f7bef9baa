#include "tensor/operations.h"

namespace attn {

Tensor reshape(const Tensor& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  return view(x.is_contiguous() ? x : contiguous(x), shape);
}

}  // namespace attn
