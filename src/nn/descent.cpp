#include "nn/descent.h"

#include "tensor/gradient.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Written and explained as the stack that it is.
struct DescentOp final : Op<Descent> {
  Tensor value(Operands operands) const override {
    std::vector<float> losses;
    for (const Tensor& loss : operands) losses.push_back(loss.item());
    const auto steps = static_cast<Size>(losses.size());
    return Tensor({steps}, std::move(losses));
  }

  Derivation explain(Operands, const Index& at) const override {
    return cell(static_cast<int>(at[0]), {});
  }

  std::string notation(Written operands) const override {
    return call("stack", joined(operands), "dim=0");
  }

  Tensor backward(const Backward& flow) const override {
    return select(flow.gradient, 0, static_cast<Size>(flow.operand));
  }

  const Labels* labels(Operands, int) const override { return nullptr; }

  std::string_view row_label(Operands) const override { return {}; }
};

/// W - learning_rate × piled, where piled takes up the gradient.
void descend_piled(const Tensor& loss, const Parameters& learning, float learning_rate,
                   std::vector<Tensor>& piled) {
  const WithoutRecording only_values;
  std::vector<Tensor> tensors;
  for (const Tensor* parameter : learning) tensors.push_back(*parameter);
  const std::vector<Tensor> by = gradients(loss, tensors);
  for (std::size_t i = 0; i < by.size(); ++i) {
    if (piled.size() == i) piled.push_back(zeros(by[i].shape()));
    piled[i] = piled[i] + by[i];
    *learning[i] = tensors[i].detached((tensors[i] - piled[i] * learning_rate).values());
  }
}

}  // namespace

Tensor losses_of(const std::vector<Tensor>& losses, Descent descent) {
  return record<DescentOp>(std::move(descent), losses);
}

std::vector<Tensor> descend(const std::function<Tensor()>& loss, const Parameters& learning,
                            Size steps, const Descent::Way& way) {
  std::vector<Tensor> losses;
  std::vector<Tensor> piled;
  for (Size step = 0; step < steps; ++step) {
    losses.push_back(loss());
    if (way.piles_up) {
      descend_piled(losses.back(), learning, way.learning_rate, piled);
    } else {
      descend(losses.back(), learning, way.learning_rate);
    }
  }
  return losses;
}

}  // namespace attn
