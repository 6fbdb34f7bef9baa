#include <cmath>

#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

double mean_of(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

Tensor Std::value(Operands operands) const {
  const std::vector<float> values = operands[0].values();
  const double mean = mean_of(values);
  double squares = 0;
  for (const float value : values) squares += (value - mean) * (value - mean);
  return scalar(static_cast<float>(std::sqrt(squares / static_cast<double>(values.size() - 1))));
}

Derivation Std::explain(Operands operands, const Index&) const {
  const Tensor& x = operands[0];
  const double mean = mean_of(x.values());
  std::vector<Derivation> squares;
  for_each_cell(x.shape(), [&](const Index& at) {
    const Derivation deviation = difference(cell(0, at), number(mean));
    squares.push_back(product_of({deviation, deviation}));
  });
  return sqrt_of(quotient(sum_of(std::move(squares)), number(static_cast<double>(x.numel() - 1))));
}

std::string Std::notation(Written operands) const {
  return method(operands[0], "std()");
}

// (x - mean) / ((n - 1) std); zero, as in PyTorch, where all cells are equal.
Tensor Std::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  if (flow.result.item() == 0) return zeros(x.shape());
  const auto degrees = static_cast<float>(x.numel() - 1);
  return (x - mean(x)) * (flow.gradient / (flow.result * degrees));
}

Tensor std_dev(const Tensor& x) {
  return record(Std(), {x});
}

}  // namespace attn
