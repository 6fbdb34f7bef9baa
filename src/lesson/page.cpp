#include "lesson/page.h"

#include <cassert>
#include <utility>

#include "tensor/graph.h"

namespace attn {

void Page::tensor(const Tensor& tensor) {
  show({.tensor = tensor, .whole_numbers = false, .counter_example = false});
}
void Page::whole_numbers(const Tensor& tensor) {
  show({.tensor = tensor, .whole_numbers = true, .counter_example = false});
}
void Page::counter_example(const Tensor& tensor, bool whole_numbers) {
  show({.tensor = tensor, .whole_numbers = whole_numbers, .counter_example = true});
}

void Page::plot(const Tensor& x, std::vector<Tensor> series) {
  for ([[maybe_unused]] const Tensor& curve : series) assert(curve.shape() == x.shape());
  blocks_.emplace_back(block::Plot{x, std::move(series)});
}

void Page::show(block::Matrix matrix) {
  assert(!matrix.tensor.name().empty());
  if (!blocks_.empty()) {
    if (const auto* above = std::get_if<block::Matrix>(&blocks_.back())) {
      std::vector<std::string> operations = operations_between(above->tensor, matrix.tensor);
      if (!operations.empty()) blocks_.emplace_back(block::Arrow{std::move(operations)});
    }
  }
  blocks_.emplace_back(std::move(matrix));
}

std::optional<Tensor> find_tensor(const Page& page, std::string_view name) {
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (!matrix) continue;
    if (matrix->tensor.name() == name) return matrix->tensor;
    shown.push_back(matrix->tensor);
  }
  for (auto tensor = shown.rbegin(); tensor != shown.rend(); ++tensor) {
    if (const auto found = find_operand(*tensor, name)) return found;
  }
  return {};
}

}  // namespace attn
