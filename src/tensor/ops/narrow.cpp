#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct NarrowOp final : Op<Narrow> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    require_shape(0 <= start && 0 <= length && start + length <= x.size(axis), [&] {
      return to_string(x.shape()) + " has no places " + std::to_string(start) + " to " +
             std::to_string(start + length) + " on axis " + std::to_string(axis);
    });
    return x.viewed(x.shape().with(axis, length), x.strides(), start * x.strides()[axis]);
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const int axis = axis_of(dim, operands[0].dim());
    return cell(0, at.with(axis, at[axis] + start));
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "narrow(" + std::to_string(dim) + ", " + std::to_string(start) +
                                   ", " + std::to_string(length) + ")");
  }

  Tensor backward(const Backward& flow) const override {
    return pad(flow.gradient, dim, start, flow.asked().size(dim) - start - length);
  }

  const Labels* labels(Operands operands, int axis) const override {
    return labels_but(operands[0], axis_of(dim, operands[0].dim()), axis);
  }
};

}  // namespace

Tensor narrow(const Tensor& x, int dim, Size start, Size length) {
  return record<NarrowOp>({dim, start, length}, {x});
}

}  // namespace attn
