#include "tensor/operations.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

struct MeanOverOp final : SomeMean<MeanOver> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& lane) { return static_cast<float>(mean_of(lane)); });
  }
};

}  // namespace

Tensor mean(const Tensor& x, int dim, bool keepdim) {
  return record<MeanOverOp>({dim, keepdim}, {x});
}

}  // namespace attn
