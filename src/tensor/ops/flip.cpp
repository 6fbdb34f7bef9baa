#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// The cell of x that lies where `at` does when axis `axis` is counted from its end.
Index mirrored(const Index& at, int axis, const Shape& shape) {
  return at.with(axis, shape[axis] - 1 - at[axis]);
}

struct FlipOp final : Op<Flip> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(x.numel()));
    for_each_cell(x.shape(),
                  [&](const Index& at) { values.push_back(x.at(mirrored(at, axis, x.shape()))); });
    return Tensor(x.shape(), std::move(values));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& x = operands[0];
    return cell(0, mirrored(at, axis_of(dim, x.dim()), x.shape()));
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "flip(" + std::to_string(dim) + ")");
  }

  Tensor backward(const Backward& flow) const override { return flip(flow.gradient, dim); }

  /// The names of the flipped axis stand in the old order: flip() has new ones made.
  const Labels* labels(Operands operands, int axis) const override {
    return labels_but(operands[0], axis_of(dim, operands[0].dim()), axis);
  }
};

}  // namespace

Tensor flip(const Tensor& x, int dim) {
  Tensor flipped = record<FlipOp>({dim}, {x});
  const Labels* names = x.labels(dim);
  if (!names) return flipped;
  return std::move(flipped).labelled(
      dim, std::make_shared<const Labels>(names->rbegin(), names->rend()));
}

}  // namespace attn
