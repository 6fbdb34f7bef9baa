#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ContiguousOp final : Op<Contiguous> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    return x.is_contiguous() ? x.viewed(x.shape(), x.strides()) : Tensor(x.shape(), x.values());
  }

  Derivation explain(Operands, const Index& at) const override { return cell(0, at); }

  std::string notation(Written operands) const override {
    return method(operands[0], "contiguous()");
  }

  Tensor backward(const Backward& flow) const override { return flow.gradient; }
};

}  // namespace

Tensor contiguous(const Tensor& x) {
  return record<ContiguousOp>({}, {x});
}

}  // namespace attn
