#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct DivOp final : Op<Div> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], operands[1], [](float a, float b) { return a / b; });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return quotient(met_cell(operands, 0, at), met_cell(operands, 1, at));
  }

  Wording words(const Told&) const override { return {"나눕니다", "a division"}; }

  std::string notation(Written operands) const override {
    return infix(operands[0], "÷", operands[1]);
  }

  // (a / b)' = 1 / b by a, and -a / b² = -(a / b) / b by b.
  Tensor backward(const Backward& flow) const override {
    const Tensor by_a = flow.gradient / flow.operands[1];
    return flow.operand == 0 ? by_a : by_a * flow.result * -1.0F;
  }
};

}  // namespace

Tensor operator/(const Tensor& a, const Tensor& b) {
  return record<DivOp>({}, {a, b});
}
Tensor operator/(const Tensor& a, float b) {
  return a / scalar(b);
}

}  // namespace attn
