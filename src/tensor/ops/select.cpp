#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor Select::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  require_shape(0 <= place && place < x.size(axis), [&] {
    return "place " + std::to_string(place) + " of " + to_string(x.shape()) + " does not exist";
  });
  return x.viewed(x.shape().erased(axis), x.strides().erased(axis), place * x.strides()[axis]);
}

Derivation Select::explain(Operands operands, const Index& at) const {
  return cell(0, at.inserted(axis_of(dim, operands[0].dim()), place));
}

std::string Select::notation(Written operands) const {
  std::string places;
  for (int axis = 0; axis < dim; ++axis) places += ":, ";
  if (dim < 0) places += "…, ";
  places += std::to_string(place);
  for (int axis = dim; axis < -1; ++axis) places += ", :";
  return indexed(operands[0], places);
}

Tensor Select::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  const int axis = axis_of(dim, x.dim());
  const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
  return pad(kept, axis, place, x.size(axis) - place - 1);
}

const Labels* Select::labels(Operands operands, int axis) const {
  return operands[0].labels(axis < axis_of(dim, operands[0].dim()) ? axis : axis + 1);
}

std::string_view Select::row_label(Operands operands) const {
  const Labels* labels = operands[0].labels(dim);
  return labels ? (*labels)[static_cast<std::size_t>(place)] : operands[0].row_label();
}

Tensor select(const Tensor& x, int dim, Size place) {
  return record(Select(dim, place), {x});
}

}  // namespace attn
