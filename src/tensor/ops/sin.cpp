#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct SinOp final : Op<Sin> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::sin); }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    return function_of({"sin", [](double x) { return std::sin(x); }}, cell(0, at));
  }

  Wording words(const Told&) const override { return {"사인 sin을 취합니다", "the sine"}; }

  std::string notation(Written operands) const override { return function("sin", operands[0]); }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient * cos(flow.operands[0]);
  }
};

}  // namespace

Tensor sin(const Tensor& x) {
  return record<SinOp>({}, {x});
}

}  // namespace attn
