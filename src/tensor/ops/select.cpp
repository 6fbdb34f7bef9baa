#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct SelectOp final : Op<Select> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    const int axis = axis_of(dim, x.dim());
    require_shape(0 <= place && place < x.size(axis), [&] {
      return "place " + std::to_string(place) + " of " + to_string(x.shape()) + " does not exist";
    });
    return x.viewed(x.shape().erased(axis), x.strides().erased(axis), place * x.strides()[axis]);
  }

  Derivation explain(Operands operands, const Index& at) const override {
    return cell(0, at.inserted(axis_of(dim, operands[0].dim()), place));
  }

  std::string notation(Written operands) const override {
    std::string places;
    for (int axis = 0; axis < dim; ++axis) places += ":, ";
    if (dim < 0) places += "…, ";
    places += std::to_string(place);
    for (int axis = dim; axis < -1; ++axis) places += ", :";
    return indexed(operands[0], places);
  }

  Tensor backward(const Backward& flow) const override {
    const Tensor& x = flow.asked();
    const int axis = axis_of(dim, x.dim());
    const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
    return pad(kept, axis, place, x.size(axis) - place - 1);
  }

  const Labels* labels(Operands operands, int axis) const override {
    return labels_without(operands[0], axis_of(dim, operands[0].dim()), axis);
  }

  std::string_view row_label(Operands operands) const override {
    const Labels* labels = operands[0].labels(dim);
    return labels ? (*labels)[static_cast<std::size_t>(place)] : operands[0].row_label();
  }
};

/// The names along an axis in one item of a batch, of which there are several.
std::shared_ptr<const Labels> names_of_item(const Tensor& batch, int axis, Size item) {
  const auto first = batch.labels_of_items(axis)->begin() + item * batch.size(axis);
  return std::make_shared<const Labels>(first, first + batch.size(axis));
}

}  // namespace

/// What is taken out of a batch keeps the names of its item.
Tensor select(const Tensor& x, int dim, Size place) {
  Tensor selected = record<SelectOp>({dim, place}, {x});
  if (axis_of(dim, x.dim()) != 0) return selected;
  for (int axis = 1; axis < x.dim(); ++axis) {
    if (!x.labels_of_items(axis) || x.labels(axis)) continue;
    selected = std::move(selected).labelled(axis - 1, names_of_item(x, axis, place));
  }
  return selected;
}

}  // namespace attn
