#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// The operand that holds place `place` of the joined axis, and where there.
struct Place {
  std::size_t operand;
  Size place;
};

Place find(Operands operands, int axis, Size place) {
  std::size_t operand = 0;
  while (place >= operands[operand].size(axis)) place -= operands[operand++].size(axis);
  return {operand, place};
}

}  // namespace

Tensor Cat::value(Operands operands) const {
  const int axis = axis_of(dim, operands[0].dim());
  Shape shape = operands[0].shape().with(axis, 0);
  for (const Tensor& operand : operands) {
    require_shape(operand.dim() == shape.rank() &&
                      operand.shape().with(axis, 0) == operands[0].shape().with(axis, 0),
                  [&] {
                    return "cat along axis " + std::to_string(axis) + " cannot join " +
                           to_string(operands[0].shape()) + " and " + to_string(operand.shape());
                  });
    shape[axis] += operand.size(axis);
  }
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(shape.product()));
  for_each_cell(shape, [&](const Index& at) {
    const Place from = find(operands, axis, at[axis]);
    values.push_back(operands[from.operand].at(at.with(axis, from.place)));
  });
  return Tensor(shape, std::move(values));
}

Derivation Cat::explain(Operands operands, const Index& at) const {
  const int axis = axis_of(dim, operands[0].dim());
  const Place from = find(operands, axis, at[axis]);
  return cell(static_cast<int>(from.operand), at.with(axis, from.place));
}

std::string Cat::notation(Written operands) const {
  return call("cat", joined(operands), "dim=" + std::to_string(dim));
}

const Labels* Cat::labels(Operands operands, int axis) const {
  return axis == axis_of(dim, operands[0].dim()) ? nullptr : operands[0].labels(axis);
}

std::string_view Cat::row_label(Operands) const {
  return {};
}

Tensor cat(std::vector<Tensor> tensors, int dim) {
  return record(Cat(dim), std::move(tensors));
}

}  // namespace attn
