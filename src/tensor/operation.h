#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tensor/derivation.h"
#include "tensor/tensor.h"

namespace attn {

/// How the operands are written in a notation: `attn_scores`, `(6,3)`, or nothing at all for the
/// operand that an arrow comes from.
using Written = std::span<const std::string>;

/// One operation with its parameters. Its file tells everything about it: the value, how one
/// cell of it is explained, and, where a lesson trains, its gradient.
class Operation {
 public:
  virtual ~Operation() = default;

  /// The result for these operands, always a new tensor. Throws ShapeError when their shapes do
  /// not fit.
  virtual Tensor value(Operands operands) const = 0;

  /// The arithmetic that made one cell of the result, over cells of the operands.
  virtual Derivation explain(Operands operands, const Index& cell) const = 0;

  /// The operation in the words of the lessons: "inputs @ W_query", "softmax(dim=-1)".
  virtual std::string notation(Written operands) const = 0;

  /// The names along axis `axis` of the result; null if it has none. By default those of the first
  /// operand that has names there, axes being matched from the last, as in broadcasting.
  virtual const Labels* labels(Operands operands, int axis) const;

  /// The name of the row that the result is about. By default its first operand's.
  virtual std::string_view row_label(Operands operands) const;
};

/// Runs an operation and remembers it.
template <class Op>
Tensor record(Op operation, std::vector<Tensor> operands) {
  return perform(std::make_shared<const Op>(std::move(operation)), std::move(operands));
}

}  // namespace attn
