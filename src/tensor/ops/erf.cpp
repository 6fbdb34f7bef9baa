#include <cmath>
#include <numbers>

#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ErfOp final : Op<Erf> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::erf); }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override {
    return function_of({"erf", [](double x) { return std::erf(x); }}, cell(0, at));
  }

  Wording words(const Told&) const override {
    return {"오차 함수 erf를 취합니다", "the error function"};
  }

  std::string notation(Written operands) const override { return function("erf", operands[0]); }

  // The slope of erf is 2/√π exp(-x²).
  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    return flow.gradient * exp(x * x * -1.0F) * (2 / std::sqrt(std::numbers::pi_v<float>));
  }
};

}  // namespace

Tensor erf(const Tensor& x) {
  return record<ErfOp>({}, {x});
}

}  // namespace attn
