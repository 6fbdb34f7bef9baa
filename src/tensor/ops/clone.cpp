#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct CloneOp final : Op<Clone> {
  Tensor value(Operands operands) const override {
    return Tensor(operands[0].shape(), operands[0].values());
  }

  Derivation explain(Operands, const Index& at) const override { return cell(0, at); }

  std::string notation(Written operands) const override { return method(operands[0], "clone()"); }

  Tensor backward(const Backward& flow) const override { return flow.gradient; }
};

}  // namespace

Tensor clone(const Tensor& x) {
  return record<CloneOp>({}, {x});
}

}  // namespace attn
