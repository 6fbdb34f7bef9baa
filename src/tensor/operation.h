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

/// The cell whose arithmetic is told in words.
struct Told {
  const Derivation& derivation;  ///< what explain() says of the cell
  const Tensor& result;
  const Index& cell;
};

/// What is said to the learner, in Korean and in English.
struct Wording {
  std::string ko, en;
};

/// Of a cell that adds up parts: "the sum of 6 products".
Wording words_of_sum(std::string_view what_ko, std::string_view what_en, const Told& told);
/// Of such a sum over a number: "numbers added up and divided: 6, ÷ 6".
Wording words_of_quotient(std::string_view what_ko, std::string_view what_en, const Told& told);

/// Stands for one kind of operation by its address. Not const: linkers may fold constants.
template <class Kind>
inline char kind_of{};

/// One operation with its parameters. Its file tells everything about it: the value and what that
/// costs, how one cell of it is explained, in numbers and in words, how it is written, and its
/// gradient.
class Operation {
 public:
  virtual ~Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  /// Which operation this is: &kind_of<Softmax>. as<Softmax>() reads it.
  const void* kind() const { return kind_; }

  /// The result for these operands, always a new tensor. Throws ShapeError when their shapes do
  /// not fit.
  virtual Tensor value(Operands operands) const = 0;

  /// About how long value() takes for this result, in multiply-adds. By default
  /// one a cell, and none where no data moves.
  virtual Size cost(Operands operands, const Tensor& result) const;

  /// The arithmetic that made one cell of the result, over cells of the operands.
  virtual Derivation explain(Operands operands, const Index& cell) const = 0;

  /// What was done to get one cell: "the sum of 6 products". Not asked of a cell that was only
  /// moved: of such, all that is to be told is from where. By default that it is a set number.
  virtual Wording words(const Told& told) const;

  /// The operation as it is written in the lessons: "inputs @ W_query", "softmax(dim=-1)".
  virtual std::string notation(Written operands) const = 0;

  /// How fast the loss grows with each cell of the operand that is asked for. Zeros for an operand
  /// that only says where, such as a mask: almost everywhere, changing it a little changes nothing.
  /// Has the operand's shape, or that which broadcasting made of it: who asks adds up what was
  /// repeated. Computed with operations, so that a gradient remembers how it came about, too.
  virtual Tensor backward(const Backward& flow) const = 0;

  /// The names along axis `axis` of the result, as labels_of_items(); null if it has none. By
  /// default those of the first operand that has names there, axes being matched from the last, as
  /// in broadcasting.
  virtual const Labels* labels(Operands operands, int axis) const;

  /// The name of the row that the result is about. By default its first operand's.
  virtual std::string_view row_label(Operands operands) const;

 protected:
  explicit Operation(const void* kind) : kind_(kind) {}

 private:
  const void* kind_;
};

/// What an operation derives from: struct SoftmaxOp : Op<Softmax>. The public struct that names its
/// kind is a base, too, so that it has its parameters as members.
template <class Parameters>
struct Op : Operation, Parameters {
  using Kind = Parameters;
  Op() : Operation(&kind_of<Kind>) {}
};

[[noreturn]] void fail_from_nothing();  // throws std::logic_error

/// The same without operands: a constant or a draw. No gradient goes back any further.
template <class Parameters>
struct FromNothing : Op<Parameters> {
  /// REQUIRES: never called.
  Tensor backward(const Backward&) const final { fail_from_nothing(); }
};

/// The parameters of an operation, as<Softmax>(x.operation()); null if it is of another kind, or
/// if there is none.
template <class Kind>
const Kind* as(const Operation* operation) {
  if (!operation || operation->kind() != &kind_of<Kind>) return nullptr;
  return static_cast<const Op<Kind>*>(operation);
}

/// An operation with its parameters: operation<SoftmaxOp>({.dim = -1}).
template <class SomeOp>
std::shared_ptr<const SomeOp> operation(typename SomeOp::Kind parameters) {
  auto made = std::make_shared<SomeOp>();
  static_cast<typename SomeOp::Kind&>(*made) = std::move(parameters);
  return made;
}

/// Runs an operation and remembers it: record<SoftmaxOp>({.dim = -1}, {x}).
template <class SomeOp>
Tensor record(typename SomeOp::Kind parameters, std::vector<Tensor> operands) {
  return perform(operation<SomeOp>(std::move(parameters)), std::move(operands));
}

}  // namespace attn
