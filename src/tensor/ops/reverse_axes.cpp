#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Dims reversed(const Dims& dims) {
  Dims result;
  for (int axis = dims.rank() - 1; axis >= 0; --axis) result.push_back(dims[axis]);
  return result;
}

struct ReverseAxesOp final : Op<ReverseAxes> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    return x.viewed(reversed(x.shape()), reversed(x.strides()));
  }

  Derivation explain(Operands, const Index& at) const override { return cell(0, reversed(at)); }

  std::string notation(Written operands) const override { return method(operands[0], "T"); }

  Tensor backward(const Backward& flow) const override { return T(flow.gradient); }

  const Labels* labels(Operands operands, int axis) const override {
    return operands[0].labels_of_items(operands[0].dim() - 1 - axis);
  }
};

}  // namespace

Tensor T(const Tensor& x) {
  return record<ReverseAxesOp>({}, {x});
}

}  // namespace attn
