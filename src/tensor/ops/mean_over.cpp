#include "tensor/operations.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

struct MeanOverOp final : OverAxis<MeanOver> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& lane) { return static_cast<float>(mean_of(lane)); });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return mean_of_lane(operands[0], at);
  }

  Wording words(const Told& told) const override { return words_of_mean(told); }

  std::string notation(Written operands) const override {
    return written_along("mean", operands[0]);
  }

  Tensor backward(const Backward& flow) const override { return spread_mean(flow); }
};

}  // namespace

Tensor mean(const Tensor& x, int dim, bool keepdim) {
  return record<MeanOverOp>({dim, keepdim}, {x});
}

}  // namespace attn
