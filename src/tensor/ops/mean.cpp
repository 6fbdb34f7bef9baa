#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct MeanOp final : Op<Mean> {
  Tensor value(Operands operands) const override {
    return scalar(static_cast<float>(mean_of(operands[0].values())));
  }

  Size cost(Operands operands, const Tensor&) const override { return operands[0].numel(); }

  Derivation explain(Operands operands, const Index&) const override {
    std::vector<Derivation> cells = cells_of(all_cells(operands[0].shape()));
    const auto count = static_cast<double>(cells.size());
    return quotient(sum_of(std::move(cells)), number(count));
  }

  Wording words(const Told& told) const override { return words_of_mean(told); }

  std::string notation(Written operands) const override { return method(operands[0], "mean()"); }

  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    return expand(flow.gradient / static_cast<float>(x.numel()), x.shape());
  }
};

}  // namespace

Tensor mean(const Tensor& x) {
  return record<MeanOp>({}, {x});
}

}  // namespace attn
