#include <algorithm>

#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// `shape` with its -1, if any, worked out for `numel` cells; a size stays negative where that
/// cannot be.
Shape completed(Shape shape, Size numel) {
  Size known = 1;
  int open = -1;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] == -1 && open < 0) {
      open = axis;
    } else {
      known *= shape[axis];
    }
  }
  if (open >= 0 && known > 0) shape[open] = numel / known;
  return shape;
}

/// Cell `at` of `to` as a cell of `from`: the one at the same place in row-major order.
Index same_place(const Index& at, const Shape& to, const Shape& from) {
  Size place = row_major_place(at, to);
  Index result = Index::filled(from.rank(), 0);
  for (int axis = from.rank() - 1; axis >= 0; --axis) {
    result[axis] = place % from[axis];
    place /= from[axis];
  }
  return result;
}

struct ViewOp final : Op<View> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const Shape to = completed(shape, x.numel());
    const bool has_sizes = std::all_of(to.begin(), to.end(), [](Size size) { return size >= 0; });
    require_shape(has_sizes && to.product() == x.numel(), [&] {
      return to_string(x.shape()) + " cannot be viewed as " + to_string(shape);
    });
    require_shape(x.is_contiguous(), [&] {
      return "view needs cells that lie one after another; call contiguous() first";
    });
    return x.viewed(to, row_major_strides(to));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& x = operands[0];
    return cell(0, same_place(at, completed(shape, x.numel()), x.shape()));
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "view" + listed(shape));
  }

  Tensor backward(const Backward& flow) const override {
    return reshape(flow.gradient, flow.asked().shape());
  }

  /// Axes keep their names as far as, from the front, their sizes stay as they were.
  const Labels* labels(Operands operands, int axis) const override {
    const Tensor& x = operands[0];
    const Shape to = completed(shape, x.numel());
    for (int a = 0; a <= axis; ++a) {
      if (a >= x.dim() || x.size(a) != to[a]) return nullptr;
    }
    return x.labels_of_items(axis);
  }
};

}  // namespace

Tensor view(const Tensor& x, Shape shape) {
  return record<ViewOp>({shape}, {x});
}

}  // namespace attn
