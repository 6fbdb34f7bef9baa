#include <algorithm>
#include <cstdint>

#include "random/draws.h"

namespace attn {
namespace {

constexpr std::uint64_t modulus = (1ULL << 31U) - 1;
constexpr std::uint64_t multiplier = 1132489760;

}  // namespace

Tensor MklBernoulli::value(Operands) const {
  Generator generator(from);
  std::uint64_t x = std::max<std::uint64_t>(generator.word() % modulus, 1);
  std::vector<float> values(static_cast<std::size_t>(shape.product()));
  for (float& value : values) {
    value = static_cast<double>(x) / static_cast<double>(modulus) < p ? 1.0F : 0.0F;
    x = x * multiplier % modulus;
  }
  return Tensor(shape, std::move(values));
}

Derivation MklBernoulli::explain(Operands, const Index& at) const {
  Generator generator(from);
  std::uint64_t x = std::max<std::uint64_t>(generator.word() % modulus, 1);
  const Size place = row_major_place(at, shape);
  for (Size i = 0; i < place; ++i) x = x * multiplier % modulus;
  const double u = static_cast<double>(x) / static_cast<double>(modulus);
  return less(draw(u, from.seed), number(p));
}

std::string MklBernoulli::notation(Written) const {
  return "mkl_bernoulli" + to_string(shape);
}

}  // namespace attn
