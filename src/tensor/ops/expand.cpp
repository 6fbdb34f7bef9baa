#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct ExpandOp final : Op<Expand> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    require_shape(broadcast_shape(x.shape(), shape) == shape, [&] {
      return to_string(x.shape()) + " cannot be expanded to " + to_string(shape);
    });
    Strides strides = Strides::filled(shape.rank(), 0);
    const int added = shape.rank() - x.dim();
    for (int axis = 0; axis < x.dim(); ++axis) {
      if (x.size(axis) == shape[added + axis]) strides[added + axis] = x.strides()[axis];
    }
    return x.viewed(shape, strides);
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return cell(0, broadcast_cell(at, operands[0].shape()));
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "expand" + listed(shape));
  }

  Tensor backward(const Backward& flow) const override { return flow.gradient; }

  const Labels* labels(Operands operands, int axis) const override {
    const Tensor& x = operands[0];
    const int own = axis - (shape.rank() - x.dim());
    return own < 0 || x.size(own) != shape[axis] ? nullptr : x.labels_of_items(own);
  }
};

}  // namespace

Tensor expand(const Tensor& x, Shape shape) {
  return record<ExpandOp>({shape}, {x});
}

}  // namespace attn
