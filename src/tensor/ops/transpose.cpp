#include <utility>

#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Dims swapped(Dims dims, int dim0, int dim1) {
  std::swap(dims[axis_of(dim0, dims.rank())], dims[axis_of(dim1, dims.rank())]);
  return dims;
}

}  // namespace

Tensor Transpose::value(Operands operands) const {
  const Tensor& x = operands[0];
  return x.viewed(swapped(x.shape(), dim0, dim1), swapped(x.strides(), dim0, dim1));
}

Derivation Transpose::explain(Operands, const Index& at) const {
  return cell(0, swapped(at, dim0, dim1));
}

std::string Transpose::notation(Written operands) const {
  return method(operands[0],
                "transpose(" + std::to_string(dim0) + ", " + std::to_string(dim1) + ")");
}

Tensor Transpose::backward(const Backward& flow) const {
  return transpose(flow.gradient, dim0, dim1);
}

const Labels* Transpose::labels(Operands operands, int axis) const {
  const int first = axis_of(dim0, operands[0].dim());
  const int second = axis_of(dim1, operands[0].dim());
  return operands[0].labels(axis == first ? second : axis == second ? first : axis);
}

Tensor transpose(const Tensor& x, int dim0, int dim1) {
  return record(Transpose(dim0, dim1), {x});
}

}  // namespace attn
