#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct CumsumOp final : Op<Cumsum> {
  // Added up in double, as PyTorch does.
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    require_shape(x.dim() > 0, [] { return "a single number is no sequence to add up"; });
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(x.numel()));
    for_each_cell(x.shape().with(x.dim() - 1, 1), [&](const Index& first) {
      const Lane lane(x, x.dim() - 1, first);
      double sum = 0;
      for (Size i = 0; i < lane.size(); ++i) {
        values.push_back(static_cast<float>(sum += static_cast<double>(lane[i])));
      }
    });
    return Tensor(x.shape(), std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    const int last = at.rank() - 1;
    if (at[last] == 0) return cell(0, at);
    std::vector<Index> so_far;
    for (Size i = 0; i <= at[last]; ++i) so_far.push_back(at.with(last, i));
    return sum_of(cells_of(so_far));
  }

  Wording words(const Told& told) const override { return words_of_sum("수", "numbers", told); }

  std::string notation(Written operands) const override {
    return method(operands[0], "cumsum(dim=-1)");
  }

  // A cell has part in all sums from its own place on.
  Tensor backward(const Backward& flow) const override {
    return flip(cumsum(flip(flow.gradient, -1)), -1);
  }
};

}  // namespace

Tensor cumsum(const Tensor& x) {
  return record<CumsumOp>({}, {x});
}

}  // namespace attn
