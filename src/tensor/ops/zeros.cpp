#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Zeros::value(Operands) const {
  return Tensor(shape, std::vector<float>(static_cast<std::size_t>(shape.product())));
}

Derivation Zeros::explain(Operands, const Index&) const {
  return number(0);
}

std::string Zeros::notation(Written) const {
  return "zeros" + to_string(shape);
}

Tensor zeros(Shape shape) {
  return record(Zeros(shape), {});
}

}  // namespace attn
