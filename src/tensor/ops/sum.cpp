#include "tensor/operations.h"
#include "tensor/over_axis.h"

namespace attn {
namespace {

struct SumOp final : OverAxis<Sum> {
  Tensor value(Operands operands) const override {
    return reduced(operands[0], [](const Lane& lane) {
      float sum = 0;
      for (Size i = 0; i < lane.size(); ++i) sum += lane[i];
      return sum;
    });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return sum_of(cells_of(lane_of(operands[0], at)));
  }

  Wording words(const Told& told) const override { return words_of_sum("수", "numbers", told); }

  std::string notation(Written operands) const override {
    return written_along("sum", operands[0]);
  }

  Tensor backward(const Backward& flow) const override {
    const Shape& shape = flow.asked().shape();
    const Shape kept = shape.with(axis_in(flow.asked()), 1);
    return expand(reshape(flow.gradient, kept), shape);
  }
};

}  // namespace

Tensor sum(const Tensor& x, int dim, bool keepdim) {
  return record<SumOp>({dim, keepdim}, {x});
}

}  // namespace attn
