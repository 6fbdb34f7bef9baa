#include "tensor/graph.h"

#include <cstddef>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "tensor/notation.h"
#include "tensor/operation.h"

namespace attn {
namespace {

/// A tensor met on the way upstream, and which operand of which earlier one it is.
struct Met {
  Tensor tensor;
  std::size_t user;     ///< place of the tensor it was an operand of
  std::size_t operand;  ///< which operand
};

/// Goes upstream from `x`, nearest first, until `found(tensor)`; what was met, the one that was
/// found last, or nothing if none was.
template <class Found>
std::vector<Met> search_upstream(const Tensor& x, Found found) {
  std::vector<Met> met{{x, 0, 0}};
  std::unordered_set<const void*> ids{x.id()};
  for (std::size_t user = 0; user < met.size(); ++user) {
    const Tensor tensor = met[user].tensor;
    for (std::size_t i = 0; i < tensor.operands().size(); ++i) {
      const Tensor& operand = tensor.operands()[i];
      if (!ids.insert(operand.id()).second) continue;
      met.push_back({operand, user, i});
      if (found(operand)) return met;
    }
  }
  return {};
}

/// What is upstream of a tensor, as far as it is asked for.
class Way {
 public:
  /// Goes on upstream from x, past names `depth` times.
  void reach(const Tensor& x, int depth) {
    const auto [left, is_new] = depth_left_.try_emplace(x.id(), depth);
    if (!is_new && left->second >= depth) return;
    left->second = depth;
    for (const Tensor& operand : x.operands()) {
      const int then = operand.name().empty() ? depth : depth - 1;
      if (then >= 0) reach(operand, then);
    }
  }
  /// Lists what was reached of x and its operands, which come first.
  void list(const Tensor& x) {
    if (!depth_left_.contains(x.id()) || !listed_.insert(x.id()).second) return;
    for (const Tensor& operand : x.operands()) list(operand);
    tensors.push_back(x);
  }
  std::vector<Tensor> tensors;

 private:
  std::unordered_map<const void*, int> depth_left_;
  std::unordered_set<const void*> listed_;
};

}  // namespace

std::vector<Tensor> way_to(const Tensor& x, int depth) {
  Way way;
  way.reach(x, depth);
  way.list(x);
  return way.tensors;
}

std::string expression(const Tensor& x) {
  if (!x.name().empty()) return x.name();
  if (!x.operation()) return x.dim() == 0 ? written(x.item()) : to_string(x.shape());
  return computation(x);
}

std::string computation(const Tensor& x) {
  std::vector<std::string> operands;
  for (const Tensor& operand : x.operands()) operands.push_back(expression(operand));
  return x.operation()->notation(operands);
}

std::string shape_trace(const Tensor& x) {
  std::vector<std::string> shapes;
  for (const Tensor& operand : x.operands()) shapes.push_back(to_string(operand.shape()));
  return x.operation()->notation(shapes) + " → " + to_string(x.shape());
}

std::string shapes_along(std::initializer_list<Tensor> tensors) {
  std::string text;
  for (const Tensor& tensor : tensors) {
    if (!text.empty()) text += " → ";
    text += tensor.name() + " " + to_string(tensor.shape());
  }
  return text;
}

std::vector<std::string> operations_between(const Tensor& from, const Tensor& to) {
  const std::vector<Met> met =
      search_upstream(to, [&](const Tensor& operand) { return operand == from; });
  std::vector<std::string> operations;
  for (std::size_t at = met.empty() ? 0 : met.size() - 1; at != 0; at = met[at].user) {
    const Tensor& user = met[met[at].user].tensor;
    std::vector<std::string> operands;
    for (const Tensor& operand : user.operands()) operands.push_back(expression(operand));
    if (met[at].operand == 0) operands[0].clear();
    operations.push_back(user.operation()->notation(operands));
  }
  return operations;
}

std::optional<Tensor> find_operand(const Tensor& x, std::string_view name) {
  const std::vector<Met> met =
      search_upstream(x, [&](const Tensor& operand) { return operand.name() == name; });
  return met.empty() ? std::nullopt : std::optional(met.back().tensor);
}

Tensor operand_of(const Tensor& x, std::string_view name) {
  const std::optional<Tensor> found = find_operand(x, name);
  if (found) return *found;
  throw std::logic_error("no tensor named " + std::string(name) + " is on the way to " +
                         expression(x) + " " + to_string(x.shape()));
}

void fail_made_otherwise(const Tensor& x) {
  throw std::logic_error(expression(x) + " was made by another operation than was asked for");
}

}  // namespace attn
