#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct CosOp final : Op<Cos> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::cos); }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    return function_of({"cos", [](double x) { return std::cos(x); }}, cell(0, at));
  }

  Wording words(const Told&) const override { return {"코사인 cos을 취합니다", "the cosine"}; }

  std::string notation(Written operands) const override { return function("cos", operands[0]); }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient * sin(flow.operands[0]) * -1.0F;
  }
};

}  // namespace

Tensor cos(const Tensor& x) {
  return record<CosOp>({}, {x});
}

}  // namespace attn
