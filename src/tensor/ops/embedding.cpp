#include "tensor/ids.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct EmbeddingOp final : Op<Embedding> {
  Tensor value(Operands operands) const override {
    const Tensor& weight = operands[0];
    const Tensor& ids = operands[1];
    require_shape(weight.dim() > 0, [] { return "an embedding needs a table with rows"; });
    Shape shape = ids.shape();
    for (int axis = 1; axis < weight.dim(); ++axis) shape.push_back(weight.size(axis));
    const Tensor table = weight.is_contiguous() ? weight : Tensor(weight.shape(), weight.values());
    const Size row = weight.shape().erased(0).product();
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(shape.product()));
    for (const Size id : as_ids(ids, weight.size(0))) {
      values.insert(values.end(), table.data() + id * row, table.data() + (id + 1) * row);
    }
    return Tensor(shape, std::move(values));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const Tensor& ids = operands[1];
    Index id;
    Index from = {0};
    for (int axis = 0; axis < at.rank(); ++axis) (axis < ids.dim() ? id : from).push_back(at[axis]);
    from[0] = static_cast<Size>(ids.at(id));
    return cell(0, from);
  }

  std::string notation(Written operands) const override {
    return indexed(operands[0], operands[1]);
  }

  Tensor backward(const Backward& flow) const override {
    if (flow.operand == 1) return zeros(flow.asked().shape());
    return index_add(flow.gradient, flow.operands[1], flow.asked().size(0));
  }

  const Labels* labels(Operands operands, int axis) const override {
    const int ids = operands[1].dim();
    return axis < ids ? operands[1].labels_of_items(axis)
                      : operands[0].labels_of_items(axis - ids + 1);
  }

  std::string_view row_label(Operands operands) const override { return operands[1].row_label(); }
};

}  // namespace

Tensor embedding(const Tensor& ids, const Tensor& weight) {
  return record<EmbeddingOp>({}, {weight, ids});
}

}  // namespace attn
