#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor MaskedFill::value(Operands operands) const {
  return map_cells(operands[0], operands[1],
                   [this](float x, float mask) { return mask != 0 ? fill : x; });
}

Derivation MaskedFill::explain(Operands operands, const Index& at) const {
  const float mask = operands[1].at(broadcast_cell(at, operands[1].shape()));
  return mask != 0 ? number(fill) : cell(0, broadcast_cell(at, operands[0].shape()));
}

std::string MaskedFill::notation(Written operands) const {
  return method(operands[0], "masked_fill(" + operands[1] + ", " + written(fill) + ")");
}

Tensor MaskedFill::backward(const Backward& flow) const {
  if (flow.operand == 1) return zeros(flow.asked().shape());
  return masked_fill(flow.gradient, flow.operands[1], 0);
}

Tensor masked_fill(const Tensor& x, const Tensor& mask, float fill) {
  return record(MaskedFill(fill), {x, mask});
}

}  // namespace attn
