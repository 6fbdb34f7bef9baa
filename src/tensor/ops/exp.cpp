#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ExpOp final : Op<Exp> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::exp); }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override { return exp_of(cell(0, at)); }

  Wording words(const Told&) const override { return {"지수 함수를 취합니다", "exp"}; }

  std::string notation(Written operands) const override { return function("exp", operands[0]); }

  Tensor backward(const Backward& flow) const override { return flow.gradient * flow.result; }
};

}  // namespace

Tensor exp(const Tensor& x) {
  return record<ExpOp>({}, {x});
}

}  // namespace attn
