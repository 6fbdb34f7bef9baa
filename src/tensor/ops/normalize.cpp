#include "tensor/normalize.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct NormalizeOp final : Op<Normalize> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const Tensor r = map_cells(operands[2], [](float root) { return 1.0F / root; });
    const Tensor away = map_cells(operands[1], r, [](float mean, float r) { return -r * mean; });
    const auto one_for_each = [&](const Tensor& y) {
      return map_cells(x, y, [](float, float cell) { return cell; }).values();
    };
    const std::vector<float> factors = one_for_each(r);
    const std::vector<float> added = one_for_each(away);
    std::vector<float> values = x.values();
    require_shape(factors.size() == values.size() && added.size() == values.size(), [&] {
      return "normalize: " + to_string(operands[1].shape()) + " and " +
             to_string(operands[2].shape()) + " do not fit " + to_string(x.shape());
    });
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = std::fma(values[i], factors[i], added[i]);
    }
    return Tensor(x.shape(), std::move(values));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return quotient(difference(met_cell(operands, 0, at), met_cell(operands, 1, at)),
                    met_cell(operands, 2, at));
  }

  Wording words(const Told&) const override {
    return {
        "평균을 빼고 제곱근으로 나눕니다. PyTorch처럼 r = 1 ÷ 제곱근으로 x × r - 평균 × r을 "
        "구하므로, 평균이 분산에 비해 아주 크면 반올림 때문에 식과 조금 다릅니다",
        "the mean is subtracted and the rest divided by the root; computed as in PyTorch, as "
        "x × r - mean × r for r = 1 ÷ root, so where the mean is very large against the "
        "spread, rounding sets it a little apart from the formula"};
  }

  std::string notation(Written operands) const override {
    if (operands[0].empty()) return "- " + operands[1] + ", ÷ " + operands[2];
    return infix("(" + infix(operands[0], "-", operands[1]) + ")", "÷", operands[2]);
  }

  // That of (x - mean) ÷ root.
  Tensor backward(const Backward& flow) const override {
    const Tensor by_x = flow.gradient / flow.operands[2];
    if (flow.operand == 0) return by_x;
    return (flow.operand == 1 ? by_x : by_x * flow.result) * -1.0F;
  }
};

}  // namespace

Tensor normalize(const Tensor& x, const Tensor& mean, const Tensor& root) {
  return record<NormalizeOp>({}, {x, mean, root});
}

}  // namespace attn
