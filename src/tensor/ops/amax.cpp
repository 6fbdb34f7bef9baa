#include "tensor/operations.h"
#include "tensor/over_axis.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct AmaxOp final : OverAxis<Amax> {
  Tensor value(Operands operands) const override {
    require_shape(operands[0].size(dim) > 0, [] { return "no cell is the largest of none"; });
    return reduced(operands[0], largest);
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return max_of(cells_of(lane_of(operands[0], at)));
  }

  Wording words(const Told& told) const override {
    const std::string count = std::to_string(told.derivation.parts.size());
    return {count + "개 가운데 가장 큰 수입니다", "the largest of " + count};
  }

  std::string notation(Written operands) const override {
    return written_along("amax", operands[0]);
  }

  // To the largest cell, in equal parts where there are several.
  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    const int axis = axis_in(x);
    const Shape kept = x.shape().with(axis, 1);
    const Tensor is_largest =
        map_cells(x, flow.result.viewed(kept, row_major_strides(kept)),
                  [](float cell, float max) { return cell == max ? 1.0F : 0.0F; });
    return reshape(flow.gradient, kept) * is_largest / sum(is_largest, axis, true);
  }
};

}  // namespace

Tensor amax(const Tensor& x, int dim, bool keepdim) {
  return record<AmaxOp>({dim, keepdim}, {x});
}

}  // namespace attn
