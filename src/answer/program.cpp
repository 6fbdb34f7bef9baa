#include "answer/program.h"

#include <algorithm>
#include <unordered_map>
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

std::optional<Tensor> Program::rerun(const Slip& slip, std::optional<int> only) const {
  std::vector<std::optional<Tensor>> changed(nodes_.size());
  std::vector<Tensor> operands;
  int place = 0;
  bool any = false;
  try {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].is_settled) continue;
      const Tensor& tensor = nodes_[i].tensor;
      operands.assign(tensor.operands().begin(), tensor.operands().end());
      bool is_changed = false;
      for (std::size_t k = 0; k < operands.size(); ++k) {
        const std::size_t from = nodes_[i].operands[k];
        if (from == nowhere || !changed[from]) continue;
        operands[k] = *changed[from];
        is_changed = true;
      }
      if (!tensor.operation()) continue;
      std::optional<Tensor> slipped = slip({tensor.operation(), operands, tensor.name()});
      if (slipped && only && place++ != *only) slipped.reset();
      if (slipped) {
        any = true;
        changed[i] = std::move(slipped);
      } else if (is_changed) {
        changed[i] = tensor.recomputed(operands);
      } else {
        continue;
      }
      if (!tensor.name().empty()) changed[i] = std::move(*changed[i]).named(tensor.name());
    }
  } catch (const ShapeError&) {
    return {};
  }
  return any ? changed.back() : std::nullopt;
}

int Program::places(const Slip& slip) const {
  int count = 0;
  const Slip counting = [&](const Call& call) {
    std::optional<Tensor> slipped = slip(call);
    if (slipped) ++count;
    return slipped;
  };
  rerun(counting);
  return count;
}

}  // namespace attn
