#include <numeric>

#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ArangeOp final : FromNothing<Arange> {
  Tensor value(Operands) const override {
    std::vector<float> values(static_cast<std::size_t>(n));
    std::iota(values.begin(), values.end(), 0.0F);
    return Tensor({n}, std::move(values));
  }

  Derivation explain(Operands, const Index& at) const override {
    return number(static_cast<double>(at[0]));
  }

  std::string notation(Written) const override { return "arange(" + std::to_string(n) + ")"; }
};

}  // namespace

Tensor arange(Size n) {
  return record<ArangeOp>({n}, {});
}

}  // namespace attn
