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
    return variance_of_lane(operands[0], at, divisor(operands[0].size(dim)));
  }

  Wording words(const Told& told) const override {
    return words_of_quotient("제곱", "squares", told);
  }

  std::string notation(Written operands) const override {
    return written_along("var", operands[0], unbiased ? ", unbiased=True" : ", unbiased=False");
  }

  Tensor backward(const Backward& flow) const override {
    return spread_variance(flow, divisor(flow.asked().size(dim)));
  }

  /// What the squares of n numbers are divided by.
  double divisor(Size n) const { return static_cast<double>(unbiased ? n - 1 : n); }
};

}  // namespace

Tensor var(const Tensor& x, int dim, bool unbiased, bool keepdim) {
  return record<VarOp>({dim, unbiased, keepdim}, {x});
}

}  // namespace attn
