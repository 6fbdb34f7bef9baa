#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct TanhOp final : Op<Tanh> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::tanh); }

  Size cost(Operands, const Tensor& result) const override { return 16 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    return function_of({"tanh", [](double x) { return std::tanh(x); }}, cell(0, at));
  }

  Wording words(const Told&) const override {
    return {"쌍곡탄젠트 tanh를 취합니다", "the hyperbolic tangent"};
  }

  std::string notation(Written operands) const override { return function("tanh", operands[0]); }

  Tensor backward(const Backward& flow) const override {
    return flow.gradient * (scalar(1) - flow.result * flow.result);
  }
};

}  // namespace

Tensor tanh(const Tensor& x) {
  return record<TanhOp>({}, {x});
}

}  // namespace attn
