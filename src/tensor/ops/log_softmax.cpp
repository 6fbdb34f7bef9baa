#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct LogSoftmaxOp final : Op<LogSoftmax> {
  Tensor value(Operands operands) const override {
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

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    const float max = largest(Lane(x, axis, at));
    std::vector<Derivation> terms;
    for (Size i = 0; i < x.size(axis); ++i) {
      terms.push_back(exp_of(difference(cell(0, at.with(axis, i)), number(max))));
    }
    return difference(difference(cell(0, at), number(max)), log_of(sum_of(std::move(terms))));
  }

  Wording words(const Told&) const override {
    return {"가장 큰 값을 뺀 다음, exp의 합의 로그를 뺍니다",
            "the maximum is subtracted, and then the logarithm of the sum of all exp"};
  }

  std::string notation(Written operands) const override {
    return call("log_softmax", operands[0], "dim=" + std::to_string(dim));
  }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient - exp(flow.result) * sum(flow.gradient, dim, true);
  }
};

}  // namespace

Tensor log_softmax(const Tensor& x, int dim) {
  return record<LogSoftmaxOp>({dim}, {x});
}

}  // namespace attn
