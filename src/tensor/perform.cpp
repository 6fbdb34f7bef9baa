#include <utility>

#include "tensor/operation.h"

// A file of its own, and nothing else in it: a test links another one, in which operations go
// wrong, to see that the pages notice (tests/sabotage/).

namespace attn {

Tensor perform(std::shared_ptr<const Operation> operation, std::vector<Tensor> operands) {
  Tensor result = operation->value(operands);
  return remember(std::move(operation), std::move(operands), std::move(result));
}

}  // namespace attn
