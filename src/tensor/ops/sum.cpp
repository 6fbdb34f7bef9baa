#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Sum::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Tensor sums = reduce_lanes(x, axis, [](const Lane& lane) {
    float sum = 0;
    for (Size i = 0; i < lane.size(); ++i) sum += lane[i];
    return sum;
  });
  if (!keepdim) return sums;
  const Shape kept = sums.shape().inserted(axis, 1);
  return sums.viewed(kept, row_major_strides(kept));
}

Derivation Sum::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Index first = keepdim ? at : at.inserted(axis, 0);
  std::vector<Derivation> terms;
  for (Size i = 0; i < x.size(axis); ++i) terms.push_back(cell(0, first.with(axis, i)));
  return sum_of(std::move(terms));
}

std::string Sum::notation(Written operands) const {
  const std::string parameters =
      "sum(dim=" + std::to_string(dim) + (keepdim ? ", keepdim=True)" : ")");
  return method(operands[0], parameters);
}

Tensor Sum::backward(const Backward& flow) const {
  const Shape& shape = flow.asked().shape();
  const Shape kept = shape.with(axis_of(dim, shape.rank()), 1);
  return expand(reshape(flow.gradient, kept), shape);
}

const Labels* Sum::labels(Operands operands, int axis) const {
  const int gone = axis_of(dim, operands[0].dim());
  if (keepdim) return axis == gone ? nullptr : operands[0].labels(axis);
  return operands[0].labels(axis < gone ? axis : axis + 1);
}

Tensor sum(const Tensor& x, int dim, bool keepdim) {
  return record(Sum(dim, keepdim), {x});
}

}  // namespace attn
