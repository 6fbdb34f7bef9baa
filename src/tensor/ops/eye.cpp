#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Eye::value(Operands) const {
  std::vector<float> values(static_cast<std::size_t>(n * n));
  for (Size i = 0; i < n; ++i) values[static_cast<std::size_t>(i * (n + 1))] = 1;
  return Tensor({n, n}, std::move(values));
}

Derivation Eye::explain(Operands, const Index& at) const {
  return number(at[0] == at[1] ? 1 : 0);
}

std::string Eye::notation(Written) const {
  return "eye(" + std::to_string(n) + ")";
}

Tensor eye(Size n) {
  return record(Eye(n), {});
}

}  // namespace attn
