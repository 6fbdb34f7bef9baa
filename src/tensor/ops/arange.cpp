#include <numeric>

#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Arange::value(Operands) const {
  std::vector<float> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 0.0F);
  return Tensor({n}, std::move(values));
}

Derivation Arange::explain(Operands, const Index& at) const {
  return number(static_cast<double>(at[0]));
}

std::string Arange::notation(Written) const {
  return "arange(" + std::to_string(n) + ")";
}

Tensor arange(Size n) {
  return record(Arange(n), {});
}

}  // namespace attn
