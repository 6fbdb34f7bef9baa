#include <algorithm>
#include <numeric>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/ranking.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// Whether a comes before b: nan first, then the larger.
bool comes_first(float a, float b) {
  return std::isnan(a) ? !std::isnan(b) : a > b;
}

std::vector<Size> in_order(const Lane& lane) {
  std::vector<Size> places(static_cast<std::size_t>(lane.size()));
  std::iota(places.begin(), places.end(), Size{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](Size a, Size b) { return comes_first(lane[a], lane[b]); });
  return places;
}

struct ArgsortOp final : Op<Argsort> {
  Tensor value(Operands operands) const override {
    const Tensor& x = operands[0];
    require_shape(x.dim() > 0, [] { return "a single number has no order"; });
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(x.numel()));
    for_each_cell(x.shape().with(x.dim() - 1, 1), [&](const Index& first) {
      for (const Size place : in_order(Lane(x, x.dim() - 1, first))) {
        values.push_back(static_cast<float>(place));
      }
    });
    return Tensor(x.shape(), std::move(values));
  }

  // The place itself is no arithmetic on the cells.
  Derivation explain(Operands operands, const Index& at) const override {
    const int last = operands[0].dim() - 1;
    const auto rank = static_cast<std::size_t>(at[last]);
    return number(static_cast<double>(in_order(Lane(operands[0], last, at))[rank]));
  }

  Wording words(const Told& told) const override {
    const std::string rank = std::to_string(told.cell[told.cell.rank() - 1] + 1);
    return {"큰 수부터 세어 " + rank + "번째인 수의 자리입니다. 0부터 셉니다",
            "the place, from 0, of what comes as number " + rank + " from the largest"};
  }

  std::string notation(Written operands) const override {
    return method(operands[0], "argsort(descending=True)");
  }

  // A small change moves no place.
  Tensor backward(const Backward& flow) const override { return zeros(flow.asked().shape()); }

  const Labels* labels(Operands operands, int axis) const override {
    return labels_but(operands[0], operands[0].dim() - 1, axis);
  }
};

}  // namespace

Tensor argsort_descending(const Tensor& x) {
  return record<ArgsortOp>({}, {x});
}

}  // namespace attn
