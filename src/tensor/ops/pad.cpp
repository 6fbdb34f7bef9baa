#include "tensor/operations.h"

namespace attn {

Tensor pad(const Tensor& x, int dim, Size before, Size after) {
  const int axis = axis_of(dim, x.dim());
  std::vector<Tensor> parts;
  if (before > 0) parts.push_back(zeros(x.shape().with(axis, before)));
  parts.push_back(x);
  if (after > 0) parts.push_back(zeros(x.shape().with(axis, after)));
  return parts.size() == 1 ? x : cat(std::move(parts), dim);
}

}  // namespace attn
