#include <cmath>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct SqrtOp final : Op<Sqrt> {
  Tensor value(Operands operands) const override {
    return map_cells(operands[0], [](float x) { return std::sqrt(x); });
  }

  Derivation explain(Operands, const Index& at) const override { return sqrt_of(cell(0, at)); }

  Wording words(const Told&) const override { return {"제곱근을 구합니다", "the square root"}; }

  std::string notation(Written operands) const override { return function("sqrt", operands[0]); }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient / (flow.result * 2.0F);
  }
};

}  // namespace

Tensor sqrt(const Tensor& x) {
  return record<SqrtOp>({}, {x});
}

}  // namespace attn
