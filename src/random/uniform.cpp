#include "random/draws.h"

namespace attn {
namespace {

Tensor drawn(const Uniform& draws, Generator& generator) {
  return Tensor(draws.shape, generator.uniform(draws.shape.product(), draws.low, draws.high));
}

}  // namespace

Tensor Uniform::value(Operands) const {
  Generator generator(from);
  return drawn(*this, generator);
}

Derivation Uniform::explain(Operands, const Index& at) const {
  Generator generator(from);
  const Size place = row_major_place(at, shape);
  const float u = generator.uniform(place + 1, 0, 1).back();
  const Derivation drawn = draw(u, from.seed);
  if (low == 0 && high == 1) return drawn;
  return sum_of({number(low), product_of({drawn, number(high - low)})});
}

std::string Uniform::notation(Written) const {
  return (low == 0 && high == 1 ? "rand" : "uniform") + to_string(shape);
}

Tensor uniform(Shape shape, double low, double high, Generator& generator) {
  auto operation = std::make_shared<const Uniform>(shape, low, high, generator.state());
  Tensor result = drawn(*operation, generator);
  return remember(std::move(operation), {}, std::move(result));
}

Tensor rand(Shape shape, Generator& generator) {
  return uniform(shape, 0, 1, generator);
}

}  // namespace attn
