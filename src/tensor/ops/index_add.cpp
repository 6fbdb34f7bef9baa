#include <algorithm>

#include "tensor/ids.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// The shape of the rows of x, of which there is one for each id.
Shape row_shape(const Tensor& x, const Tensor& ids) {
  Shape front;
  Shape row;
  for (int axis = 0; axis < x.dim(); ++axis) {
    (axis < ids.dim() ? front : row).push_back(x.size(axis));
  }
  require_shape(front == ids.shape(), [&] {
    return to_string(x.shape()) + " has no row for each of " + to_string(ids.shape()) + " ids";
  });
  return row;
}

struct IndexAddOp final : Op<IndexAdd> {
  Tensor value(Operands operands) const override {
    const Shape row = row_shape(operands[0], operands[1]);
    const Size length = row.product();
    std::vector<float> sums(static_cast<std::size_t>(rows * length));
    const std::vector<float> values = operands[0].values();
    const float* from = values.data();
    for (const Size id : as_ids(operands[1], rows)) {
      float* to = sums.data() + id * length;
      std::transform(from, from + length, to, to, [](float x, float sum) { return sum + x; });
      from += length;
    }
    return Tensor(row.inserted(0, rows), std::move(sums));
  }

  Size cost(Operands operands, const Tensor& result) const override {
    return operands[0].numel() + result.numel();
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& ids = operands[1];
    std::vector<Derivation> terms;
    for_each_cell(ids.shape(), [&](const Index& id) {
      if (static_cast<Size>(ids.at(id)) != at[0]) return;
      Index from = id;
      for (int axis = 1; axis < at.rank(); ++axis) from.push_back(at[axis]);
      terms.push_back(cell(0, from));
    });
    return terms.empty() ? number(0) : sum_of(std::move(terms));
  }

  Wording words(const Told& told) const override {
    if (told.derivation.kind == Derivation::Kind::number) return Operation::words(told);
    return words_of_sum("수", "numbers", told);
  }

  std::string notation(Written operands) const override {
    return "zeros(" + std::to_string(rows) + ", …).index_add(0, " + operands[1] +
           (operands[0].empty() ? "" : ", " + operands[0]) + ")";
  }

  Tensor backward(const Backward& flow) const override {
    if (flow.operand == 1) return zeros(flow.asked().shape());
    return embedding(flow.operands[1], flow.gradient);
  }

  const Labels* labels(Operands operands, int axis) const override {
    return axis == 0 ? nullptr : operands[0].labels_of_items(axis - 1 + operands[1].dim());
  }

  std::string_view row_label(Operands) const override { return {}; }
};

}  // namespace

Tensor index_add(const Tensor& x, const Tensor& ids, Size rows) {
  return record<IndexAddOp>({rows}, {x, ids});
}

}  // namespace attn
