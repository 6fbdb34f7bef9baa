#include <algorithm>
#include <utility>

#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct SoftmaxOp final : Op<Softmax> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    const Size n = x.size(axis);
    if (x.numel() == 0) return Tensor(x.shape(), {});
    const Size step = row_major_strides(x.shape())[axis];
    std::vector<float> values = x.values();

    for_each_cell(x.shape().with(axis, 1), [&](const Index& first) {
      float* lane = values.data() + row_major_place(first, x.shape());
      float max = *lane;
      for (Size i = 1; i < n; ++i) max = std::max(max, lane[i * step]);
      float sum = 0;
      for (Size i = 0; i < n; ++i) sum += lane[i * step] = float32::exp(lane[i * step] - max);
      for (Size i = 0; i < n; ++i) lane[i * step] /= sum;
    });
    return Tensor(x.shape(), std::move(values));
  }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    const float max = largest(Lane(x, axis, at));
    const auto term = [&](Size i) {
      return exp_of(difference(cell(0, at.with(axis, i)), number(max)));
    };
    std::vector<Derivation> terms;
    for (Size i = 0; i < x.size(axis); ++i) terms.push_back(term(i));
    return quotient(term(at[axis]), sum_of(std::move(terms)));
  }

  Wording words(const Told&) const override {
    return {"가장 큰 값을 뺀 다음 exp를 취하고, 그 합으로 나눕니다",
            "the maximum is subtracted, exp taken, and the result divided by the sum of them all"};
  }

  std::string notation(Written operands) const override {
    return call("softmax", operands[0], "dim=" + std::to_string(dim));
  }

  // A weight takes from all others of its lane what it gains: y (g - Σ g y).
  Tensor backward(const Backward& flow) const override {
    return flow.result * (flow.gradient - sum(flow.gradient * flow.result, dim, true));
  }
};

}  // namespace

Tensor softmax(const Tensor& x, int dim) {
  return record<SoftmaxOp>({dim}, {x});
}

}  // namespace attn
