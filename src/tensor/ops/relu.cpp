#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ReluOp final : Op<Relu> {
  Tensor value(Operands operands) const override {
    // Written so that nan stays nan, as in PyTorch.
    return map_cells(operands[0], [](float x) { return x < 0 ? 0.0F : x; });
  }

  Derivation explain(Operands, const Index& at) const override {
    return max_of({cell(0, at), number(0)});
  }

  Wording words(const Told&) const override {
    return {"2개 가운데 가장 큰 수입니다", "the largest of 2"};
  }

  std::string notation(Written operands) const override { return function("relu", operands[0]); }

  // At 0, where there is a kink, PyTorch takes the slope to be 0.
  Tensor backward(const Backward& flow) const override {
    return flow.gradient * map_cells(flow.asked(), [](float x) { return x > 0 ? 1.0F : 0.0F; });
  }
};

}  // namespace

Tensor relu(const Tensor& x) {
  return record<ReluOp>({}, {x});
}

}  // namespace attn
