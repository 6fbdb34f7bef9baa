#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct MulOp final : Op<Mul> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], operands[1], [](float a, float b) { return a * b; });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return product_of({met_cell(operands, 0, at), met_cell(operands, 1, at)});
  }

  Wording words(const Told&) const override { return {"곱합니다", "a product"}; }

  std::string notation(Written operands) const override {
    return infix(operands[0], "×", operands[1]);
  }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient * flow.operands[1 - flow.operand];
  }
};

}  // namespace

Tensor operator*(const Tensor& a, const Tensor& b) {
  return record<MulOp>({}, {a, b});
}
Tensor operator*(const Tensor& a, float b) {
  return a * scalar(b);
}

}  // namespace attn
