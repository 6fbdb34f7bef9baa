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

Tensor Normalize::value(Operands operands) const {
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

Derivation Normalize::explain(Operands operands, const Index& at) const {
  const auto met = [&](int operand) {
    const Shape& shape = operands[static_cast<std::size_t>(operand)].shape();
    return cell(operand, broadcast_cell(at, shape));
  };
  return quotient(difference(met(0), met(1)), met(2));
}

std::string Normalize::notation(Written operands) const {
  if (operands[0].empty()) return "- " + operands[1] + ", ÷ " + operands[2];
  return infix("(" + infix(operands[0], "-", operands[1]) + ")", "÷", operands[2]);
}

// That of (x - mean) ÷ root.
Tensor Normalize::backward(const Backward& flow) const {
  const Tensor by_x = flow.gradient / flow.operands[2];
  if (flow.operand == 0) return by_x;
  return (flow.operand == 1 ? by_x : by_x * flow.result) * -1.0F;
}

Tensor normalize(const Tensor& x, const Tensor& mean, const Tensor& root) {
  return record(Normalize(), {x, mean, root});
}

}  // namespace attn
