#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor LogSoftmax::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  if (x.numel() == 0) return Tensor(x.shape(), {});
  // What is taken from every cell of a lane: the logarithm of Σ exp(x).
  const Tensor log_sum = reduce_lanes(x, axis, [](const Lane& lane) {
    const float max = largest(lane);
    float sum = 0;
    for (Size i = 0; i < lane.size(); ++i) sum += float32::exp(lane[i] - max);
    return max + float32::log(sum);
  });
  return map_cells(x, with_axis(log_sum, axis),
                   [](float cell, float log_sum) { return cell - log_sum; });
}

Derivation LogSoftmax::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const float max = largest(Lane(x, axis, at));
  std::vector<Derivation> terms;
  for (Size i = 0; i < x.size(axis); ++i) {
    terms.push_back(exp_of(difference(cell(0, at.with(axis, i)), number(max))));
  }
  return difference(difference(cell(0, at), number(max)), log_of(sum_of(std::move(terms))));
}

std::string LogSoftmax::notation(Written operands) const {
  return call("log_softmax", operands[0], "dim=" + std::to_string(dim));
}

Tensor LogSoftmax::backward(const Backward& flow) const {
  return flow.gradient - exp(flow.result) * sum(flow.gradient, dim, true);
}

Tensor log_softmax(const Tensor& x, int dim) {
  return record(LogSoftmax(dim), {x});
}

}  // namespace attn
