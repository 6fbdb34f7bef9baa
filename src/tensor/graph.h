#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/operation.h"

namespace attn {

// What a tensor's memory tells.

/// A tensor in words: its name, its value if it is an unnamed constant of no axes, else its
/// operation's notation on its operands in words.
std::string expression(const Tensor& x);

/// The operation that made a tensor, on its operands in words; also if the tensor has a name.
/// REQUIRES: x remembers its operation.
std::string computation(const Tensor& x);

/// The shapes that met and what came of them: "(6,3) @ (3,2) → (6,2)".
/// REQUIRES: x remembers its operation.
std::string shape_trace(const Tensor& x);

/// Tensors and their shapes in order: "inputs (6,3) → attn_scores (6,6)". REQUIRES: they have
/// names.
std::string shapes_along(std::initializer_list<Tensor> tensors);

/// The operations that lead from one tensor to another, first to last, each written without its
/// first operand if that is what comes along the way: {"÷ √2", "softmax(dim=-1)"}. The shortest way
/// where there are several; empty if there is none.
std::vector<std::string> operations_between(const Tensor& from, const Tensor& to);

/// x and what was computed on the way to it from the nearest tensors with names, operands before
/// users; and so on from those tensors, `depth` times.
std::vector<Tensor> way_to(const Tensor& x, int depth);

/// The nearest tensor of that name among those that `x` was computed from; nothing if there is
/// none.
std::optional<Tensor> find_operand(const Tensor& x, std::string_view name);
/// The same where there must be one. Throws std::logic_error, with both names, if there is not.
Tensor operand_of(const Tensor& x, std::string_view name);

[[noreturn]] void fail_made_otherwise(const Tensor& x);

/// An operand of the operation that made x, which must be of this kind: given_to<View>(x) is what
/// x views. Throws std::logic_error if x was made otherwise.
template <class Kind>
const Tensor& given_to(const Tensor& x, std::size_t operand = 0) {
  if (!as<Kind>(x.operation())) fail_made_otherwise(x);
  return x.operands()[operand];
}

}  // namespace attn
