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

/// The names along an axis of all parts, one part after another; null if one has none.
std::shared_ptr<const Labels> names_of_all(Operands parts, int axis) {
  auto names = std::make_shared<Labels>();
  for (const Tensor& part : parts) {
    const Labels* own = part.labels(axis);
    if (!own) return nullptr;
    names->insert(names->end(), own->begin(), own->end());
  }
  return names;
}

}  // namespace

/// Matrices laid on each other, a batch, keep each its own names.
Tensor stack(std::vector<Tensor> tensors, int dim) {
  Tensor stacked = record<StackOp>({dim}, std::move(tensors));
  const bool is_batch = axis_of(dim, stacked.dim()) == 0 && stacked.dim() > 2;
  if (!is_batch || stacked.operands().empty()) return stacked;
  for (int axis = 1; axis < stacked.dim(); ++axis) {
    if (stacked.labels(axis)) continue;
    auto names = names_of_all(stacked.operands(), axis - 1);
    if (names) stacked = std::move(stacked).labelled(axis, std::move(names));
  }
  return stacked;
}

}  // namespace attn
