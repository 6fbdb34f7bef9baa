#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor MeanOver::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Tensor means = reduce_lanes(x, axis, [](const Lane& lane) {
    double sum = 0;
    for (Size i = 0; i < lane.size(); ++i) sum += lane[i];
    return static_cast<float>(sum / static_cast<double>(lane.size()));
  });
  return keepdim ? with_axis(means, axis) : means;
}

Derivation MeanOver::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Index first = keepdim ? at : at.inserted(axis, 0);
  std::vector<Derivation> terms;
  for (Size i = 0; i < x.size(axis); ++i) terms.push_back(cell(0, first.with(axis, i)));
  return quotient(sum_of(std::move(terms)), number(static_cast<double>(x.size(axis))));
}

std::string MeanOver::notation(Written operands) const {
  return method(operands[0],
                "mean(dim=" + std::to_string(dim) + (keepdim ? ", keepdim=True)" : ")"));
}

Tensor MeanOver::backward(const Backward& flow) const {
  const Shape& shape = flow.asked().shape();
  const int axis = axis_of(dim, shape.rank());
  const Tensor kept = reshape(flow.gradient, shape.with(axis, 1));
  return expand(kept / static_cast<float>(shape[axis]), shape);
}

const Labels* MeanOver::labels(Operands operands, int axis) const {
  const int gone = axis_of(dim, operands[0].dim());
  if (keepdim) return axis == gone ? nullptr : operands[0].labels(axis);
  return operands[0].labels(axis < gone ? axis : axis + 1);
}

Tensor mean(const Tensor& x, int dim, bool keepdim) {
  return record(MeanOver(dim, keepdim), {x});
}

}  // namespace attn
