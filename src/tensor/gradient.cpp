#include "tensor/gradient.h"

#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// The tensors between a loss and those that it is differentiated by.
class Ways {
 public:
  Ways(const Tensor& loss, const std::vector<Tensor>& tensors) {
    for (const Tensor& tensor : tensors) ends_.insert(tensor.id());
    visit(loss);
  }
  /// Operands come before what was made of them.
  const std::vector<Tensor>& order() const { return order_; }
  /// Whether a way leads from the loss over x, or ends in it.
  bool lead_over(const Tensor& x) const { return leads_.at(x.id()); }

 private:
  bool visit(const Tensor& x) {
    if (const auto known = leads_.find(x.id()); known != leads_.end()) return known->second;
    bool leads = ends_.contains(x.id());
    for (const Tensor& operand : x.operands()) leads |= visit(operand);
    leads_.emplace(x.id(), leads);
    if (leads) order_.push_back(x);
    return leads;
  }

  std::unordered_set<const void*> ends_;
  std::unordered_map<const void*, bool> leads_;
  std::vector<Tensor> order_;
};

}  // namespace

std::vector<Tensor> gradients(const Tensor& loss, const std::vector<Tensor>& tensors) {
  require_shape(loss.numel() == 1, [&] {
    return "a gradient is that of a single number, not of " + to_string(loss.shape());
  });
  const Ways ways(loss, tensors);
  std::unordered_map<const void*, Tensor> found;
  if (!ways.order().empty()) found.emplace(loss.id(), ones(loss.shape()));
  for (auto x = ways.order().rbegin(); x != ways.order().rend(); ++x) {
    Tensor& gradient = found.at(x->id());
    if (gradient.name().empty() && !x->name().empty()) {
      gradient = std::move(gradient).named(x->name() + ".grad");
    }
    for (std::size_t i = 0; i < x->operands().size(); ++i) {
      const Tensor& operand = x->operands()[i];
      if (!ways.lead_over(operand)) continue;
      const Tensor part =
          sum_to_size(x->operation()->backward({x->operands(), *x, gradient, i}), operand.shape());
      const auto [sum, is_first] = found.try_emplace(operand.id(), part);
      if (!is_first) sum->second = sum->second + part;
    }
  }
  std::vector<Tensor> results;
  for (const Tensor& tensor : tensors) {
    if (!found.contains(tensor.id())) {
      throw std::invalid_argument("the loss was not computed from a tensor of shape " +
                                  to_string(tensor.shape()) + " " + tensor.name());
    }
    // Its own tensor, to be named, even where several have the same gradient.
    results.push_back(contiguous(found.at(tensor.id())));
  }
  return results;
}

void descend(const Tensor& loss, const std::vector<Tensor*>& parameters, float learning_rate) {
  const WithoutRecording only_values;
  std::vector<Tensor> tensors;
  for (const Tensor* parameter : parameters) tensors.push_back(*parameter);
  const std::vector<Tensor> by = gradients(loss, tensors);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    std::vector<float> values = tensors[i].values();
    const float* gradient = by[i].data();
    for (float& value : values) value -= learning_rate * *gradient++;
    *parameters[i] = tensors[i].detached(std::move(values));
  }
}

void descend(const Tensor& loss, std::initializer_list<Tensor*> parameters, float learning_rate) {
  descend(loss, std::vector<Tensor*>(parameters), learning_rate);
}

}  // namespace attn
