#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct ZerosOp final : FromNothing<Zeros> {
  Tensor value(Operands) const override {
    return Tensor(shape, std::vector<float>(static_cast<std::size_t>(shape.product())));
  }

  Derivation explain(Operands, const Index&) const override { return number(0); }

  std::string notation(Written) const override { return "zeros" + to_string(shape); }
};

}  // namespace

Tensor zeros(Shape shape) {
  return record<ZerosOp>({shape}, {});
}

}  // namespace attn
