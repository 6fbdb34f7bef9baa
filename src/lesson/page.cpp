#include "lesson/page.h"

#include <cassert>

#include "tensor/graph.h"

namespace attn {

void Page::tensor(const Tensor& tensor) {
  show(tensor, false);
}
void Page::whole_numbers(const Tensor& tensor) {
  show(tensor, true);
}

void Page::show(const Tensor& tensor, bool whole_numbers) {
  assert(!tensor.name().empty());
  if (!blocks_.empty()) {
    if (const auto* above = std::get_if<block::Matrix>(&blocks_.back())) {
      std::vector<std::string> operations = operations_between(above->tensor, tensor);
      if (!operations.empty()) blocks_.emplace_back(block::Arrow{std::move(operations)});
    }
  }
  blocks_.emplace_back(block::Matrix{tensor, whole_numbers});
}

}  // namespace attn
