#include <cmath>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Softmax::value(Operands operands) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const Strides strides = row_major_strides(x.shape());
  std::vector<float> values(static_cast<std::size_t>(x.numel()));

  for_each_cell(x.shape().with(axis, 1), [&](const Index& first) {
    const Lane lane(x, axis, first);
    Size start = 0;
    for (int a = 0; a < x.dim(); ++a) start += first[a] * strides[a];
    const auto y = [&](Size i) -> float& {
      return values[static_cast<std::size_t>(start + i * strides[axis])];
    };
    const float max = largest(lane);
    float sum = 0;
    for (Size i = 0; i < lane.size(); ++i) sum += y(i) = std::exp(lane[i] - max);
    for (Size i = 0; i < lane.size(); ++i) y(i) /= sum;
  });
  return Tensor(x.shape(), std::move(values));
}

Derivation Softmax::explain(Operands operands, const Index& at) const {
  const Tensor& x = operands[0];
  const int axis = axis_of(dim, x.dim());
  const float max = largest(Lane(x, axis, at));
  const auto term = [&](Size i) {
    return exp_of(difference(cell(0, at.with(axis, i)), number(max)));
  };
  std::vector<Derivation> terms;
  for (Size i = 0; i < x.size(axis); ++i) terms.push_back(term(i));
  return quotient(term(at[axis]), sum_of(std::move(terms)));
}

std::string Softmax::notation(Written operands) const {
  return call("softmax", operands[0], "dim=" + std::to_string(dim));
}

Tensor softmax(const Tensor& x, int dim) { return record(Softmax(dim), {x}); }

}  // namespace attn
