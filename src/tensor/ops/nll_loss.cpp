#include "tensor/ids.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct NllLossOp final : Op<NllLoss> {
  Tensor value(Operands operands) const override {
    const Tensor& log_probs = operands[0];
    const Tensor& targets = operands[1];
    require_shape(log_probs.dim() == 2 && targets.shape() == Shape{log_probs.size(0)}, [&] {
      return "nll_loss takes (n, V) and (n), not " + to_string(log_probs.shape()) + " and " +
             to_string(targets.shape());
    });
    double sum = 0;
    Size row = 0;
    for (const Size target : as_ids(targets, log_probs.size(1)))
      sum += log_probs.at({row++, target});
    return scalar(static_cast<float>(-sum / static_cast<double>(row)));
  }

  Size cost(Operands operands, const Tensor&) const override { return operands[1].numel(); }

  Derivation explain(Operands operands, const Index&) const override {
    std::vector<Derivation> terms;
    for_each_cell(operands[1].shape(), [&](const Index& at) {
      terms.push_back(cell(0, {at[0], static_cast<Size>(operands[1].at(at))}));
    });
    const auto count = static_cast<double>(terms.size());
    return quotient(sum_of(std::move(terms)), number(-count));
  }

  Wording words(const Told& told) const override {
    return words_of_quotient("수", "numbers", told);
  }

  std::string notation(Written operands) const override {
    return call("nll_loss", operands[0], operands[1]);
  }

  Tensor backward(const Backward& flow) const override {
    if (flow.operand == 1) return zeros(flow.asked().shape());
    const Shape& shape = flow.asked().shape();
    std::vector<float> is_target(static_cast<std::size_t>(shape.product()));
    Size start = 0;
    for (const Size target : as_ids(flow.operands[1], shape[1])) {
      is_target[static_cast<std::size_t>(start + target)] = 1;
      start += shape[1];
    }
    return Tensor(shape, std::move(is_target)) * (flow.gradient / -static_cast<float>(shape[0]));
  }
};

}  // namespace

Tensor nll_loss(const Tensor& log_probs, const Tensor& targets) {
  return record<NllLossOp>({}, {log_probs, targets});
}

Tensor cross_entropy(const Tensor& logits, const Tensor& targets) {
  return nll_loss(log_softmax(logits, -1), targets);
}

}  // namespace attn
