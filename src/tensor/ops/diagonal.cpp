#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct DiagonalOp final : Op<Diagonal> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    require_shape(x.dim() == 2 && x.size(0) == x.size(1),
                  [&] { return to_string(x.shape()) + " is not a square table"; });
    return x.viewed({x.size(0)}, {x.strides()[0] + x.strides()[1]});
  }

  Derivation explain(Operands, const Index& at) const override { return cell(0, {at[0], at[0]}); }

  std::string notation(Written operands) const override {
    return method(operands[0], "diagonal()");
  }

  Tensor backward(const Backward& flow) const override {
    const Tensor column = reshape(flow.gradient, {flow.gradient.size(0), 1});
    return tril(triu(expand(column, flow.asked().shape())));
  }

  const Labels* labels(Operands operands, int) const override {
    return operands[0].labels_of_items(0);
  }
};

}  // namespace

Tensor diagonal(const Tensor& x) {
  return record<DiagonalOp>({}, {x});
}

}  // namespace attn
