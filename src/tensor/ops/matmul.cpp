#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tensor/notation.h"
#include "tensor/operations.h"
#include "tensor/product.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// What a product comes down to: (batch…,n,k) @ (batch…,k,m), vectors taken as matrices.
struct Plan {
  Tensor a, b;  ///< the operands, each with at least two axes
  Shape batch;  ///< the axes in front, broadcast
  Size n, k, m;
  Shape result;  ///< without the axis that a vector lent
};

/// A vector as a matrix of one row (left) or one column (right).
Tensor as_matrix(const Tensor& x, int new_axis) {
  if (x.dim() != 1) return x;
  return x.viewed(x.shape().inserted(new_axis, 1), x.strides().inserted(new_axis, 0));
}

Shape without_last_two(const Shape& shape) {
  Shape front;
  for (int axis = 0; axis < shape.rank() - 2; ++axis) front.push_back(shape[axis]);
  return front;
}

Plan plan_for(const Tensor& left, const Tensor& right) {
  require_shape(left.dim() > 0 && right.dim() > 0, [] { return "@ needs at least one axis"; });
  Plan plan{.a = as_matrix(left, 0),
            .b = as_matrix(right, 1),
            .batch = {},
            .n = 0,
            .k = 0,
            .m = 0,
            .result = {}};
  plan.n = plan.a.size(-2);
  plan.k = plan.a.size(-1);
  plan.m = plan.b.size(-1);
  require_shape(plan.k == plan.b.size(-2), [&] {
    return to_string(left.shape()) + " @ " + to_string(right.shape()) + ": " +
           std::to_string(plan.k) + " columns meet " + std::to_string(plan.b.size(-2)) + " rows";
  });
  plan.batch = broadcast_shape(without_last_two(plan.a.shape()), without_last_two(plan.b.shape()));
  plan.result = plan.batch;
  if (left.dim() > 1) plan.result.push_back(plan.n);
  if (right.dim() > 1) plan.result.push_back(plan.m);
  return plan;
}

/// Cell (row, column) of matrix `batch` of an operand.
Index matrix_cell(const Tensor& x, const Index& batch, Size row, Size column) {
  Index cell = broadcast_cell(batch, without_last_two(x.shape()));
  cell.push_back(row);
  cell.push_back(column);
  return cell;
}

/// One matrix of a batch.
MatrixView matrix_of(const Tensor& x, const Index& batch) {
  return {.first = x.data() + x.position(matrix_cell(x, batch, 0, 0)),
          .rows = x.size(-2),
          .columns = x.size(-1),
          .down = x.strides()[x.dim() - 2],
          .right = x.strides()[x.dim() - 1]};
}

struct MatmulOp final : Op<Matmul> {
  Tensor value(Operands operands) const override {
    const Plan plan = plan_for(operands[0], operands[1]);
    std::vector<float> values(static_cast<std::size_t>(plan.result.product()));
    float* out = values.data();
    if (plan.b.dim() == 2 && plan.a.is_contiguous()) {
      // One matrix meets the whole batch: all rows below each other make a single product.
      const Tensor left = plan.a.viewed({plan.batch.product() * plan.n, plan.k}, {plan.k, 1});
      add_product(matrix_of(left, {}), matrix_of(plan.b, {}), out);
      return Tensor(plan.result, std::move(values));
    }
    for_each_cell(plan.batch, [&](const Index& batch) {
      add_product(matrix_of(plan.a, batch), matrix_of(plan.b, batch), out);
      out += plan.n * plan.m;
    });
    return Tensor(plan.result, std::move(values));
  }

  Size cost(Operands operands, const Tensor& result) const override {
    return result.numel() * operands[0].size(-1);
  }

  Derivation explain(Operands operands, const Index& at) const override {
    const Plan plan = plan_for(operands[0], operands[1]);
    const bool left_is_matrix = operands[0].dim() > 1;
    const bool right_is_matrix = operands[1].dim() > 1;
    const int rank = plan.batch.rank();
    Index batch;
    for (int axis = 0; axis < rank; ++axis) batch.push_back(at[axis]);
    const Size row = left_is_matrix ? at[rank] : 0;
    const Size column = right_is_matrix ? at[at.rank() - 1] : 0;

    std::vector<Derivation> products;
    for (Size k = 0; k < plan.k; ++k) {
      Index a = matrix_cell(plan.a, batch, row, k);
      Index b = matrix_cell(plan.b, batch, k, column);
      products.push_back(product_of(
          {cell(0, left_is_matrix ? a : Index{k}), cell(1, right_is_matrix ? b : Index{k})}));
    }
    return sum_of(std::move(products));
  }

  Wording words(const Told& told) const override { return words_of_sum("곱", "products", told); }

  std::string notation(Written operands) const override {
    return infix(operands[0], "@", operands[1]);
  }

  // With G for the gradient of A @ B: G @ Bᵀ for A, and Aᵀ @ G for B.
  Tensor backward(const Backward& flow) const override {
    const Plan plan = plan_for(flow.operands[0], flow.operands[1]);
    Shape whole = plan.batch;
    whole.push_back(plan.n);
    whole.push_back(plan.m);
    Tensor a = reshape(flow.operands[0], plan.a.shape());        // (…,n,k)
    const Tensor b = reshape(flow.operands[1], plan.b.shape());  // (…,k,m)
    Tensor gradient = reshape(flow.gradient, whole);             // (…,n,m)
    if (flow.operand == 0) {
      const Tensor by_a = matmul(gradient, transpose(b, -2, -1));
      return reshape(sum_to_size(by_a, a.shape()), flow.asked().shape());
    }
    if (b.dim() == 2) {  // one matrix met the whole batch, as rows below each other
      a = reshape(a, {plan.batch.product() * plan.n, plan.k});
      gradient = reshape(gradient, {plan.batch.product() * plan.n, plan.m});
    }
    const Tensor by_b = matmul(transpose(a, -2, -1), gradient);
    return reshape(sum_to_size(by_b, b.shape()), flow.asked().shape());
  }

  /// Rows are the left operand's rows, columns the right one's columns.
  const Labels* labels(Operands operands, int axis) const override {
    const Tensor& left = operands[0];
    const Tensor& right = operands[1];
    const int batch_rank = std::max({left.dim(), right.dim(), 2}) - 2;
    if (axis < batch_rank) return Operation::labels(operands, axis);
    if (left.dim() > 1 && axis == batch_rank) return left.labels_of_items(-2);
    return right.dim() > 1 ? right.labels_of_items(-1) : nullptr;
  }

  /// The vector among the operands is the row that the result is about.
  std::string_view row_label(Operands operands) const override {
    return operands[operands[1].dim() == 1 ? 1 : 0].row_label();
  }
};

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b) {
  return record<MatmulOp>({}, {a, b});
}

Tensor dot(const Tensor& a, const Tensor& b) {
  require_shape(a.dim() == 1 && b.dim() == 1, [] { return "dot takes two vectors"; });
  return matmul(a, b);
}

}  // namespace attn
