#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

struct StackOp final : Op<Stack> {
  Tensor value(Operands operands) const override {
    require_shape(!operands.empty(), [] { return "stack needs at least one tensor"; });
    const Shape& part = operands[0].shape();
    for (const Tensor& operand : operands) {
      require_shape(operand.shape() == part, [&] {
        return "stack needs one shape, but " + to_string(part) + " meets " +
               to_string(operand.shape());
      });
    }
    const int axis = axis_of(dim, part.rank() + 1);
    const Shape shape = part.inserted(axis, static_cast<Size>(operands.size()));
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(shape.product()));
    for_each_cell(shape, [&](const Index& at) {
      values.push_back(operands[static_cast<std::size_t>(at[axis])].at(at.erased(axis)));
    });
    return Tensor(shape, std::move(values));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const int axis = axis_of(dim, operands[0].dim() + 1);
    return cell(static_cast<int>(at[axis]), at.erased(axis));
  }

  std::string notation(Written operands) const override {
    return call("stack", joined(operands), "dim=" + std::to_string(dim));
  }

  Tensor backward(const Backward& flow) const override {
    return select(flow.gradient, dim, static_cast<Size>(flow.operand));
  }

  const Labels* labels(Operands operands, int axis) const override {
    const int added = axis_of(dim, operands[0].dim() + 1);
    if (axis == added) return nullptr;
    const int own = axis < added ? axis : axis - 1;
    const Labels* labels = operands[0].labels(own);
    for (const Tensor& operand : operands) {
      const Labels* other = operand.labels(own);
      if (!labels || !other || (other != labels && *other != *labels)) return nullptr;
    }
    return labels;
  }

  std::string_view row_label(Operands) const override { return {}; }
};

}  // namespace

Tensor stack(std::vector<Tensor> tensors, int dim) {
  return record<StackOp>({dim}, std::move(tensors));
}

}  // namespace attn
