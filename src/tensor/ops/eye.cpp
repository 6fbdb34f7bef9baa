#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct EyeOp final : FromNothing<Eye> {
  Tensor value(Operands) const override {
    std::vector<float> values(static_cast<std::size_t>(n * n));
    for (Size i = 0; i < n; ++i) values[static_cast<std::size_t>(i * (n + 1))] = 1;
    return Tensor({n, n}, std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    return number(at[0] == at[1] ? 1 : 0);
  }

  std::string notation(Written) const override { return "eye(" + std::to_string(n) + ")"; }
};

}  // namespace

Tensor eye(Size n) {
  return record<EyeOp>({n}, {});
}

}  // namespace attn
