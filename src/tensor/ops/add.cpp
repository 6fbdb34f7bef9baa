#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct AddOp final : Op<Add> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], operands[1], [](float a, float b) { return a + b; });
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return sum_of({met_cell(operands, 0, at), met_cell(operands, 1, at)});
  }

  Wording words(const Told&) const override {
    return {"수 2개를 더합니다", "the sum of 2 numbers"};
  }

  std::string notation(Written operands) const override {
    return infix(operands[0], "+", operands[1]);
  }

  Tensor backward(const Backward& flow) const override { return flow.gradient; }
};

}  // namespace

Tensor operator+(const Tensor& a, const Tensor& b) {
  return record<AddOp>({}, {a, b});
}

}  // namespace attn
