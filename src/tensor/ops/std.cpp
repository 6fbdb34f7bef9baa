#include <cmath>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct StdOp final : Op<Std> {
  Tensor value(Operands operands) const override {
    const std::vector<float> values = operands[0].values();
    const double squares = sum_of_squares(values);
    return scalar(static_cast<float>(std::sqrt(squares / static_cast<double>(values.size() - 1))));
  }

  Size cost(Operands operands, const Tensor&) const override { return 2 * operands[0].numel(); }

  Derivation explain(Operands operands, const Index&) const override {
    const Tensor& x = operands[0];
    std::vector<Derivation> squares = squared_distances(all_cells(x.shape()), mean_of(x.values()));
    const auto degrees = static_cast<double>(x.numel() - 1);
    return sqrt_of(quotient(sum_of(std::move(squares)), number(degrees)));
  }

  Wording words(const Told&) const override {
    return {"편차의 제곱을 더해 (개수 - 1)로 나눈 다음 제곱근을 구합니다",
            "squared deviations added up, divided by (count - 1), then the root"};
  }

  std::string notation(Written operands) const override { return method(operands[0], "std()"); }

  // (x - mean) / ((n - 1) std); zero, as in PyTorch, where all cells are equal.
  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    if (flow.result.item() == 0) return zeros(x.shape());
    const auto degrees = static_cast<float>(x.numel() - 1);
    return (x - mean(x)) * (flow.gradient / (flow.result * degrees));
  }
};

}  // namespace

Tensor std_dev(const Tensor& x) {
  return record<StdOp>({}, {x});
}

}  // namespace attn
