#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct MaskedFillOp final : Op<MaskedFill> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], operands[1],
                     [this](float x, float mask) { return mask != 0 ? fill : x; });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const float mask = operands[1].at(broadcast_cell(at, operands[1].shape()));
    return mask != 0 ? number(fill) : met_cell(operands, 0, at);
  }

  Wording words(const Told&) const override {
    return {"마스크의 그 칸이 1이므로 " + shortest(fill) + "로 채웠습니다",
            "the mask is 1 there: filled with " + shortest(fill)};
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "masked_fill(" + operands[1] + ", " + written(fill) + ")");
  }

  Tensor backward(const Backward& flow) const override {
    if (flow.operand == 1) return zeros(flow.asked().shape());
    return masked_fill(flow.gradient, flow.operands[1], 0);
  }
};

}  // namespace

Tensor masked_fill(const Tensor& x, const Tensor& mask, float fill) {
  return record<MaskedFillOp>({fill}, {x, mask});
}

}  // namespace attn
