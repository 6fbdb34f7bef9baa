#include "tensor/operations.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

struct MeanOverOp final : OverAxis<MeanOver> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& lane) { return static_cast<float>(mean_of(lane)); });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    std::vector<Derivation> cells = cells_of(lane_of(operands[0], at));
    const auto count = static_cast<double>(cells.size());
    return quotient(sum_of(std::move(cells)), number(count));
  }

  Wording words(const Told& told) const override {
    return words_of_quotient("수", "numbers", told);
  }

  std::string notation(Written operands) const override {
    return written_along("mean", operands[0]);
  }

  Tensor backward(const Backward& flow) const override {
    const Shape& shape = flow.asked().shape();
    const int axis = axis_in(flow.asked());
    const Tensor kept = reshape(flow.gradient, shape.with(axis, 1));
    return expand(kept / static_cast<float>(shape[axis]), shape);
  }
};

}  // namespace

Tensor mean(const Tensor& x, int dim, bool keepdim) {
  return record<MeanOverOp>({dim, keepdim}, {x});
}

}  // namespace attn
