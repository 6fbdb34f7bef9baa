#include <utility>

#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Dims swapped(Dims dims, int dim0, int dim1) {
  std::swap(dims[axis_of(dim0, dims.rank())], dims[axis_of(dim1, dims.rank())]);
  return dims;
}

struct TransposeOp final : Op<Transpose> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    return x.viewed(swapped(x.shape(), dim0, dim1), swapped(x.strides(), dim0, dim1));
  }

  Derivation explain(Operands, const Index& at) const override {
    return cell(0, swapped(at, dim0, dim1));
  }

  std::string notation(Written operands) const override {
    return method(operands[0],
                  "transpose(" + std::to_string(dim0) + ", " + std::to_string(dim1) + ")");
  }

  Tensor backward(const Backward& flow) const override {
    return transpose(flow.gradient, dim0, dim1);
  }

  const Labels* labels(Operands operands, int axis) const override {
    const int first = axis_of(dim0, operands[0].dim());
    const int second = axis_of(dim1, operands[0].dim());
    return operands[0].labels_of_items(axis == first ? second : axis == second ? first : axis);
  }
};

}  // namespace

Tensor transpose(const Tensor& x, int dim0, int dim1) {
  return record<TransposeOp>({dim0, dim1}, {x});
}

}  // namespace attn
