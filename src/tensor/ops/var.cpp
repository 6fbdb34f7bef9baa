#include "tensor/operations.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

struct VarOp final : OverAxis<Var> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [this](const Lane& lane) {
      return static_cast<float>(sum_of_squares(lane) / divisor(lane.size()));
    });
  }

  Size cost(Operands operands, const Tensor&) const override { return 2 * operands[0].numel(); }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& x = operands[0];
    const std::vector<Index> lane = lane_of(x, at);
    const double mean = mean_of(Lane(x, axis_in(x), lane.front()));
    return quotient(sum_of(squared_distances(lane, mean)), number(divisor(x.size(dim))));
  }

  Wording words(const Told& told) const override {
    return words_of_quotient("제곱", "squares", told);
  }

  std::string notation(Written operands) const override {
    return written_along("var", operands[0], unbiased ? ", unbiased=True" : ", unbiased=False");
  }

  // 2 (x - mean) / n, or n - 1. That the mean moves, too, comes to nothing: the distances sum to 0.
  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    const int axis = axis_in(x);
    const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
    const auto factor = static_cast<float>(2 / divisor(x.size(axis)));
    return (x - mean(x, axis, true)) * (kept * factor);
  }

  /// What the squares of n numbers are divided by.
  double divisor(Size n) const { return static_cast<double>(unbiased ? n - 1 : n); }
};

}  // namespace

Tensor var(const Tensor& x, int dim, bool unbiased, bool keepdim) {
  return record<VarOp>({dim, unbiased, keepdim}, {x});
}

}  // namespace attn
