#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor Diagonal::value(Operands operands) const {
  const Tensor& x = operands[0];
  require_shape(x.dim() == 2 && x.size(0) == x.size(1),
                [&] { return to_string(x.shape()) + " is not a square table"; });
  return x.viewed({x.size(0)}, {x.strides()[0] + x.strides()[1]});
}

Derivation Diagonal::explain(Operands, const Index& at) const {
  return cell(0, {at[0], at[0]});
}

std::string Diagonal::notation(Written operands) const {
  return method(operands[0], "diagonal()");
}

Tensor Diagonal::backward(const Backward& flow) const {
  const Tensor column = reshape(flow.gradient, {flow.gradient.size(0), 1});
  return tril(triu(expand(column, flow.asked().shape())));
}

const Labels* Diagonal::labels(Operands operands, int) const {
  return operands[0].labels(0);
}

Tensor diagonal(const Tensor& x) {
  return record(Diagonal(), {x});
}

}  // namespace attn
