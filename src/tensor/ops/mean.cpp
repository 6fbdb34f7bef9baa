#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Mean::value(Operands operands) const {
  // In double: over many thousand cells a float sum would lose the digits that lessons compare.
  double sum = 0;
  for (const float value : operands[0].values()) sum += value;
  return scalar(static_cast<float>(sum / static_cast<double>(operands[0].numel())));
}

Derivation Mean::explain(Operands operands, const Index&) const {
  std::vector<Derivation> terms;
  for_each_cell(operands[0].shape(), [&](const Index& at) { terms.push_back(cell(0, at)); });
  const auto count = static_cast<double>(terms.size());
  return quotient(sum_of(std::move(terms)), number(count));
}

std::string Mean::notation(Written operands) const {
  return method(operands[0], "mean()");
}

Tensor Mean::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  return expand(flow.gradient / static_cast<float>(x.numel()), x.shape());
}

Tensor mean(const Tensor& x) {
  return record(Mean(), {x});
}

}  // namespace attn
