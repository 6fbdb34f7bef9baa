#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor Amax::value(Operands operands) const {
  const int axis = axis_of(dim, operands[0].dim());
  require_shape(operands[0].size(axis) > 0, [] { return "no cell is the largest of none"; });
  return reduce_lanes(operands[0], axis, largest);
}

Derivation Amax::explain(Operands operands, const Index& at) const {
  const int axis = axis_of(dim, operands[0].dim());
  const Index first = at.inserted(axis, 0);
  std::vector<Derivation> cells;
  for (Size i = 0; i < operands[0].size(axis); ++i) cells.push_back(cell(0, first.with(axis, i)));
  return max_of(std::move(cells));
}

std::string Amax::notation(Written operands) const {
  return method(operands[0], "amax(dim=" + std::to_string(dim) + ")");
}

// To the largest cell, in equal parts where there are several.
Tensor Amax::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  const int axis = axis_of(dim, x.dim());
  const Tensor is_largest = map_cells(x, with_axis(flow.result, axis), [](float cell, float max) {
    return cell == max ? 1.0F : 0.0F;
  });
  const Tensor kept = reshape(flow.gradient, x.shape().with(axis, 1));
  return kept * is_largest / sum(is_largest, axis, true);
}

const Labels* Amax::labels(Operands operands, int axis) const {
  return operands[0].labels(axis < axis_of(dim, operands[0].dim()) ? axis : axis + 1);
}

Tensor amax(const Tensor& x, int dim) {
  return record(Amax(dim), {x});
}

}  // namespace attn
