#include "answer/program.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {

Tensor same_as(const Tensor& x) {
  return contiguous(x);
}

Tensor with_replaced(const Tensor& x, const Tensor& from, const Tensor& to) {
  std::unordered_map<const void*, Tensor> replaced = {{from.id(), to}};
  Tensor result = x == from ? to : x;
  // Operands come before users, so that each is replaced before it is used.
  for (const Tensor& tensor : Program(x).tensors()) {
    if (tensor == from) continue;
    std::vector<Tensor> operands(tensor.operands().begin(), tensor.operands().end());
    bool is_changed = false;
    for (Tensor& operand : operands) {
      const auto found = replaced.find(operand.id());
      if (found == replaced.end()) continue;
      operand = found->second;
      is_changed = true;
    }
    if (!is_changed) continue;
    result = tensor.recomputed(std::move(operands));
    if (!tensor.name().empty()) result = std::move(result).named(tensor.name());
    replaced.emplace(tensor.id(), result);
  }
  return result;
}

Program::Program(const Tensor& result, const std::vector<Tensor>& given) {
  std::unordered_map<const void*, std::size_t> places;
  // Operands before users, without recursion: a tensor is placed when it is met the second time.
  std::vector<std::pair<Tensor, bool>> waiting{{result, false}};
  while (!waiting.empty()) {
    auto [tensor, operands_are_placed] = waiting.back();
    waiting.pop_back();
    if (places.contains(tensor.id())) continue;
    if (!operands_are_placed) {
      waiting.emplace_back(tensor, true);
      for (std::size_t i = tensor.operands().size(); i-- > 0;) {
        const Tensor& operand = tensor.operands()[i];
        if (operand.operation()) waiting.emplace_back(operand, false);
      }
      continue;
    }
    std::vector<std::size_t> operands;
    for (const Tensor& operand : tensor.operands()) {
      operands.push_back(operand.operation() ? places.at(operand.id()) : nowhere);
    }
    places.emplace(tensor.id(), nodes_.size());
    nodes_.push_back({tensor, std::move(operands)});
  }
  if (!given.empty()) settle(given);
}

void Program::settle(const std::vector<Tensor>& given) {
  for (Node& node : nodes_) node.is_settled = true;
  std::vector<bool> is_open(nodes_.size(), false);
  is_open.back() = true;
  // Users come after their operands.
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const bool is_given = i + 1 < nodes_.size() &&
                          std::find(given.begin(), given.end(), nodes_[i].tensor) != given.end();
    if (!is_open[i] || is_given) continue;
    nodes_[i].is_settled = false;
    for (const std::size_t operand : nodes_[i].operands) {
      if (operand != nowhere) is_open[operand] = true;
    }
  }
}

std::vector<Tensor> Program::tensors() const {
  std::vector<Tensor> tensors;
  for (const Node& node : nodes_) tensors.push_back(node.tensor);
  return tensors;
}

std::vector<Tensor> Program::named(std::string_view name) const {
  std::vector<Tensor> found;
  for (const Node& node : nodes_) {
    if (node.tensor.name() == name) found.push_back(node.tensor);
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      const Tensor& operand = node.tensor.operands()[i];
      if (node.operands[i] == nowhere && operand.name() == name) found.push_back(operand);
    }
  }
  return found;
}

bool Program::has(bool (*is)(const Call& call)) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    const Tensor& x = node.tensor;
    return x.operation() && is({x.operation(), x.operands(), x.name()});
  });
}

/// A program on its way through again: what has come out otherwise so far.
class Program::Rerun {
 public:
  explicit Rerun(const Program& program) : nodes_(program.nodes_), changed_(nodes_.size()) {}

  /// The operands of node `i`, as they are now.
  Operands operands(std::size_t i) {
    const Node& node = nodes_[i];
    is_changed_ = false;
    for (std::size_t k = 0; k < node.operands.size(); ++k) {
      const std::size_t from = node.operands[k];
      if (from == nowhere || !changed_[from]) continue;
      if (!is_changed_)
        operands_.assign(node.tensor.operands().begin(), node.tensor.operands().end());
      is_changed_ = true;
      operands_[k] = *changed_[from];
    }
    return is_changed_ ? Operands(operands_) : node.tensor.operands();
  }
  /// Whether the operands asked for last are others than before.
  bool is_changed() const { return is_changed_; }
  /// Computes node `i` again, from the operands asked for last.
  void recompute(std::size_t i) { change(i, nodes_[i].tensor.recomputed(operands_)); }
  void change(std::size_t i, Tensor to) {
    const std::string& name = nodes_[i].tensor.name();
    changed_[i] = name.empty() ? std::move(to) : std::move(to).named(name);
  }
  /// What came out in the end, if it is another tensor.
  std::optional<Tensor> result() { return std::move(changed_.back()); }

 private:
  const std::vector<Node>& nodes_;
  std::vector<std::optional<Tensor>> changed_;
  std::vector<Tensor> operands_;
  bool is_changed_ = false;
};

std::optional<Tensor> Program::rerun(const Slip& slip, Budget& budget) const {
  Rerun rerun(*this);
  try {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].is_settled) continue;
      const Tensor& tensor = nodes_[i].tensor;
      if (!tensor.operation()) continue;
      const Operands operands = rerun.operands(i);
      if (auto slipped = slip({tensor.operation(), operands, tensor.name()})) {
        rerun.change(i, *std::move(slipped));
      } else if (rerun.is_changed()) {
        if (budget.is_spent()) return {};
        rerun.recompute(i);
      }
    }
  } catch (const ShapeError&) {
    return {};
  }
  return rerun.result();
}

std::vector<Program::Change> Program::places(const Slip& slip, Budget& budget) const {
  std::vector<Change> changes;
  for (std::size_t i = 0; i < nodes_.size() && !budget.is_spent(); ++i) {
    if (nodes_[i].is_settled) continue;
    const Tensor& tensor = nodes_[i].tensor;
    if (!tensor.operation()) continue;
    try {
      auto slipped = slip({tensor.operation(), tensor.operands(), tensor.name()});
      if (slipped) changes.push_back({i, *std::move(slipped)});
    } catch (const ShapeError&) {  // it cannot be made there
    }
  }
  return changes;
}

std::optional<Tensor> Program::rerun(const Change& change, Budget& budget) const {
  Rerun rerun(*this);
  rerun.change(change.node, change.tensor);
  try {
    for (std::size_t i = change.node + 1; i < nodes_.size(); ++i) {
      if (nodes_[i].is_settled) continue;
      rerun.operands(i);
      if (!rerun.is_changed()) continue;
      if (budget.is_spent()) return {};
      rerun.recompute(i);
    }
  } catch (const ShapeError&) {
    return {};
  }
  return rerun.result();
}

std::vector<Tensor> named_before(const Tensor& x, bool only_nearest) {
  std::vector<Tensor> named;
  std::unordered_set<const void*> met;
  std::vector<Tensor> waiting(x.operands().begin(), x.operands().end());
  while (!waiting.empty()) {
    const Tensor tensor = waiting.back();
    waiting.pop_back();
    if (!met.insert(tensor.id()).second) continue;
    if (!tensor.name().empty()) named.push_back(tensor);
    if (!tensor.name().empty() && only_nearest) continue;
    waiting.insert(waiting.end(), tensor.operands().begin(), tensor.operands().end());
  }
  return named;
}

}  // namespace attn
