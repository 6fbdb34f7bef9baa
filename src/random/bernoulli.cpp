#include "random/draws.h"

namespace attn {
namespace {

Tensor drawn(const Bernoulli& draws, Generator& generator) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(draws.shape.product()));
  for (const double u : generator.uniform_double(draws.shape.product())) {
    values.push_back(u < draws.p ? 1.0F : 0.0F);
  }
  return Tensor(draws.shape, std::move(values));
}

}  // namespace

Tensor Bernoulli::value(Operands) const {
  Generator generator(from);
  return drawn(*this, generator);
}

Derivation Bernoulli::explain(Operands, const Index& at) const {
  Generator generator(from);
  const Size place = row_major_place(at, shape);
  const double u = generator.uniform_double(place + 1).back();
  return less(draw(u, from.seed), number(p));
}

std::string Bernoulli::notation(Written) const {
  return "bernoulli" + to_string(shape);
}

Tensor bernoulli(Shape shape, double p, Generator& generator) {
  auto operation = std::make_shared<const Bernoulli>(shape, p, generator.state());
  Tensor result = drawn(*operation, generator);
  return remember(std::move(operation), {}, std::move(result));
}

}  // namespace attn
