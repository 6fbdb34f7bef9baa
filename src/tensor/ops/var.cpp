#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

double mean_of(const Lane& lane) {
  double sum = 0;
  for (Size i = 0; i < lane.size(); ++i) sum += lane[i];
  return sum / static_cast<double>(lane.size());
}

}  // namespace

Tensor Var::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Tensor variances = reduce_lanes(x, axis, [this](const Lane& lane) {
    const double mean = mean_of(lane);
    double squares = 0;
    for (Size i = 0; i < lane.size(); ++i) squares += (lane[i] - mean) * (lane[i] - mean);
    return static_cast<float>(squares / divisor(lane.size()));
  });
  return keepdim ? with_axis(variances, axis) : variances;
}

Derivation Var::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Index first = keepdim ? at : at.inserted(axis, 0);
  const double mean = mean_of(Lane(x, axis, first));
  std::vector<Derivation> squares;
  for (Size i = 0; i < x.size(axis); ++i) {
    const Derivation deviation = difference(cell(0, first.with(axis, i)), number(mean));
    squares.push_back(product_of({deviation, deviation}));
  }
  return quotient(sum_of(std::move(squares)), number(divisor(x.size(axis))));
}

std::string Var::notation(Written operands) const {
  return method(operands[0], "var(dim=" + std::to_string(dim) +
                                 (unbiased ? ", unbiased=True" : ", unbiased=False") +
                                 (keepdim ? ", keepdim=True)" : ")"));
}

// 2 (x - mean) / n, or n - 1. That the mean moves, too, comes to nothing: the distances sum to 0.
Tensor Var::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  const int axis = axis_of(dim, x.dim());
  const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
  const auto factor = static_cast<float>(2 / divisor(x.size(axis)));
  return (x - mean(x, axis, true)) * (kept * factor);
}

const Labels* Var::labels(Operands operands, int axis) const {
  const int gone = axis_of(dim, operands[0].dim());
  if (keepdim) return axis == gone ? nullptr : operands[0].labels(axis);
  return operands[0].labels(axis < gone ? axis : axis + 1);
}

Tensor var(const Tensor& x, int dim, bool unbiased, bool keepdim) {
  return record(Var(dim, unbiased, keepdim), {x});
}

}  // namespace attn
