#include "random/draws.h"

namespace attn {

Tensor Normal::value(Operands) const {
  return Tensor(shape, Generator(from).normal(shape.product()));
}

/// The number itself: 16 cells at a time share their words, so no single word made it.
Derivation Normal::explain(Operands, const Index& at) const {
  return draw(value({}).at(at), from.seed);
}

std::string Normal::notation(Written) const {
  return "randn" + to_string(shape);
}

Tensor randn(Shape shape, Generator& generator) {
  auto operation = std::make_shared<const Normal>(shape, generator.state());
  Tensor result(shape, generator.normal(shape.product()));
  return remember(std::move(operation), {}, std::move(result));
}

}  // namespace attn
