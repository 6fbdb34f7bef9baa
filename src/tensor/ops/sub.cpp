#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct SubOp final : Op<Sub> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], operands[1], [](float a, float b) { return a - b; });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return difference(met_cell(operands, 0, at), met_cell(operands, 1, at));
  }

  Wording words(const Told&) const override { return {"뺍니다", "a difference"}; }

  std::string notation(Written operands) const override {
    return infix(operands[0], "-", operands[1]);
  }

  Tensor backward(const Backward& flow) const override {
    return flow.operand == 0 ? flow.gradient : flow.gradient * -1.0F;
  }
};

}  // namespace

Tensor operator-(const Tensor& a, const Tensor& b) {
  return record<SubOp>({}, {a, b});
}

}  // namespace attn
