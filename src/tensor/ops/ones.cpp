#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct OnesOp final : FromNothing<Ones> {
  Tensor value(Operands) const override {
    return Tensor(shape, std::vector<float>(static_cast<std::size_t>(shape.product()), 1.0F));
  }

  Derivation explain(Operands, const Index&) const override { return number(1); }

  std::string notation(Written) const override { return "ones" + to_string(shape); }
};

}  // namespace

Tensor ones(Shape shape) {
  return record<OnesOp>({shape}, {});
}

}  // namespace attn
