#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer/budget.h"
#include "tensor/operation.h"

namespace attn {

/// An operation about to run on its operands, and the name its result will have.
struct Call {
  const Operation* operation;
  Operands operands;
  const std::string& name;
};

/// The parameters of the operation that made x, if it was of this kind; null if not.
template <class Kind>
const Kind* made_by(const Tensor& x) {
  return as<Kind>(x.operation());
}
/// The same of the operation that is about to run.
template <class Kind>
const Kind* calls(const Call& call) {
  return as<Kind>(call.operation);
}

/// What somebody made of one operation: the tensor they got instead; nothing where they did as the
/// lesson does. A new tensor, or an old one by way of same_as(), since it will be named.
using Slip = std::function<std::optional<Tensor>(const Call& call)>;

/// x, as a tensor of its own.
Tensor same_as(const Tensor& x);

/// x as it comes out with `to` in the place of `from`, which x was computed from.
Tensor with_replaced(const Tensor& x, const Tensor& from, const Tensor& to);

/// Everything a tensor was computed from, in an order in which it can be computed again.
class Program {
 public:
  /// What is `given` was found to be right: it is looked at, and not computed again.
  explicit Program(const Tensor& result, const std::vector<Tensor>& given = {});

  const Tensor& result() const { return nodes_.back().tensor; }
  /// All that was computed, operands before users.
  std::vector<Tensor> tensors() const;
  /// The tensors of that name, in the order of the computation.
  std::vector<Tensor> named(std::string_view name) const;

  /// Whether there is an operation of which `is` is true.
  bool has(bool (*is)(const Call& call)) const;

  /// One tensor of the program, by its place in the order of the computation, come out otherwise.
  struct Change {
    std::size_t node;
    Tensor tensor;
  };

  /// What comes out when `slip` is made at every place where it can be. Nothing if it can be made
  /// nowhere, if shapes do not fit then, or if the budget is spent before the end.
  std::optional<Tensor> rerun(const Slip& slip, Budget& budget) const;
  /// What `slip` makes of each place where it can be made, the rest being right.
  std::vector<Change> places(const Slip& slip, Budget& budget) const;
  /// What comes out with that change alone. Nothing as above.
  std::optional<Tensor> rerun(const Change& change, Budget& budget) const;

 private:
  struct Node {
    Tensor tensor;
    std::vector<std::size_t> operands;  // places of those in nodes_ that were computed, or nowhere
    bool is_settled = false;            // given, or only on the way to what is
  };
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  class Rerun;

  void settle(const std::vector<Tensor>& given);

  std::vector<Node> nodes_;
};

/// The tensors with names that x was computed from, with none between; or all of them.
std::vector<Tensor> named_before(const Tensor& x, bool only_nearest);

}  // namespace attn
