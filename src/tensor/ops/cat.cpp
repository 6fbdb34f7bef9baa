#include "tensor/cells.h"
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

struct CatOp final : Op<Cat> {
  Tensor value(Operands operands) const override {
    require_shape(!operands.empty(), [] { return "cat needs at least one tensor"; });
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
    // What lies below one place of the axes in front is one run of cells in each operand.
    std::size_t runs = 1;
    for (int a = 0; a < axis; ++a) runs *= static_cast<std::size_t>(shape[a]);
    std::vector<std::vector<float>> parts;
    for (const Tensor& operand : operands) parts.push_back(operand.values());
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(shape.product()));
    for (std::size_t run = 0; run < runs; ++run) {
      for (const std::vector<float>& part : parts) {
        const std::size_t length = part.size() / runs;
        const float* start = part.data() + run * length;
        values.insert(values.end(), start, start + length);
      }
    }
    return Tensor(shape, std::move(values));
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const int axis = axis_of(dim, operands[0].dim());
    const Place from = find(operands, axis, at[axis]);
    return cell(static_cast<int>(from.operand), at.with(axis, from.place));
  }

  std::string notation(Written operands) const override {
    return call("cat", joined(operands), "dim=" + std::to_string(dim));
  }

  Tensor backward(const Backward& flow) const override {
    Size start = 0;
    for (const Tensor& before : flow.operands.first(flow.operand)) start += before.size(dim);
    return narrow(flow.gradient, dim, start, flow.asked().size(dim));
  }

  const Labels* labels(Operands operands, int axis) const override {
    return labels_but(operands[0], axis_of(dim, operands[0].dim()), axis);
  }

  std::string_view row_label(Operands) const override { return {}; }
};

}  // namespace

Tensor cat(std::vector<Tensor> tensors, int dim) {
  return record<CatOp>({dim}, std::move(tensors));
}

}  // namespace attn
