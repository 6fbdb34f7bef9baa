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

/// What is known where gradients come back to an operation.
struct Backward {
  Operands operands;
  const Tensor& result;    ///< what the operation made of them
  const Tensor& gradient;  ///< how fast the loss grows with each cell of the result; of its shape
  std::size_t operand;     ///< whose gradient is asked

  /// The operand whose gradient is asked.
  const Tensor& asked() const { return operands[operand]; }
};

/// One operation with its parameters. Its file tells everything about it: the value, how one
/// cell of it is explained, and its gradient.
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

  /// How fast the loss grows with each cell of the operand that is asked for. Zeros for an operand
  /// that only says where, such as a mask: almost everywhere, changing it a little changes nothing.
  /// Has the operand's shape, or that which broadcasting made of it: who asks adds up what was
  /// repeated. Computed with operations, so that a gradient remembers how it came about, too.
  virtual Tensor backward(const Backward& flow) const = 0;

  /// The names along axis `axis` of the result; null if it has none. By default those of the first
  /// operand that has names there, axes being matched from the last, as in broadcasting.
  virtual const Labels* labels(Operands operands, int axis) const;

  /// The name of the row that the result is about. By default its first operand's.
  virtual std::string_view row_label(Operands operands) const;
};

/// An operation without operands: a constant or a draw. No gradient goes back any further.
struct FromNothing : Operation {
  /// REQUIRES: never called.
  Tensor backward(const Backward& flow) const final;
};

/// Runs an operation and remembers it.
template <class Op>
Tensor record(Op operation, std::vector<Tensor> operands) {
  return perform(std::make_shared<const Op>(std::move(operation)), std::move(operands));
}

}  // namespace attn
