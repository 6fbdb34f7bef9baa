#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Ones::value(Operands) const {
  return Tensor(shape, std::vector<float>(static_cast<std::size_t>(shape.product()), 1.0F));
}

Derivation Ones::explain(Operands, const Index&) const {
  return number(1);
}

std::string Ones::notation(Written) const {
  return "ones" + to_string(shape);
}

Tensor ones(Shape shape) {
  return record(Ones(shape), {});
}

}  // namespace attn
