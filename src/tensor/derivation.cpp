#include "tensor/derivation.h"

#include <cmath>
#include <utility>

#include "tensor/float32.h"

namespace attn {
namespace {

Derivation node(Derivation::Kind kind, std::vector<Derivation> parts) {
  return {.kind = kind, .parts = std::move(parts)};
}

}  // namespace

float evaluate(const Derivation& derivation, Operands operands) {
  using Kind = Derivation::Kind;
  const auto part = [&](std::size_t i) { return evaluate(derivation.parts[i], operands); };
  switch (derivation.kind) {
    case Kind::cell:
      return operands[static_cast<std::size_t>(derivation.operand)].at(derivation.index);
    case Kind::number:
    case Kind::draw:
      return static_cast<float>(derivation.value);
    case Kind::difference:
      return part(0) - part(1);
    case Kind::quotient:
      return part(0) / part(1);
    case Kind::exp:
      return float32::exp(part(0));
    case Kind::log:
      return float32::log(part(0));
    case Kind::sqrt:
      return std::sqrt(part(0));
    case Kind::erf:
      return float32::erf(part(0));
    case Kind::tanh:
      return float32::tanh(part(0));
    case Kind::sin:
      return float32::sin(part(0));
    case Kind::cos:
      return float32::cos(part(0));
    case Kind::less:
      return part(0) < part(1) ? 1 : 0;
    case Kind::sum:
    case Kind::product:
    case Kind::max:
      break;
  }
  // Summed up in double, since nobody knows the order in which a library adds.
  double result = part(0);
  for (std::size_t i = 1; i < derivation.parts.size(); ++i) {
    const double next = part(i);
    if (derivation.kind == Kind::sum) result += next;
    if (derivation.kind == Kind::product) result *= next;
    if (derivation.kind == Kind::max && (next > result || std::isnan(next))) result = next;
  }
  return static_cast<float>(result);
}

Derivation cell(int operand, const Index& index) {
  return {.kind = Derivation::Kind::cell, .operand = operand, .index = index};
}
Derivation number(double value) {
  return {.kind = Derivation::Kind::number, .value = value};
}
Derivation draw(double value, std::uint64_t seed) {
  return {.kind = Derivation::Kind::draw, .value = value, .seed = seed};
}
Derivation sum_of(std::vector<Derivation> parts) {
  return node(Derivation::Kind::sum, std::move(parts));
}
Derivation difference(Derivation a, Derivation b) {
  return node(Derivation::Kind::difference, {std::move(a), std::move(b)});
}
Derivation product_of(std::vector<Derivation> parts) {
  return node(Derivation::Kind::product, std::move(parts));
}
Derivation quotient(Derivation a, Derivation b) {
  return node(Derivation::Kind::quotient, {std::move(a), std::move(b)});
}
Derivation exp_of(Derivation x) {
  return node(Derivation::Kind::exp, {std::move(x)});
}
Derivation log_of(Derivation x) {
  return node(Derivation::Kind::log, {std::move(x)});
}
Derivation sqrt_of(Derivation x) {
  return node(Derivation::Kind::sqrt, {std::move(x)});
}
Derivation erf_of(Derivation x) {
  return node(Derivation::Kind::erf, {std::move(x)});
}
Derivation tanh_of(Derivation x) {
  return node(Derivation::Kind::tanh, {std::move(x)});
}
Derivation sin_of(Derivation x) {
  return node(Derivation::Kind::sin, {std::move(x)});
}
Derivation cos_of(Derivation x) {
  return node(Derivation::Kind::cos, {std::move(x)});
}
Derivation max_of(std::vector<Derivation> parts) {
  return node(Derivation::Kind::max, std::move(parts));
}
Derivation less(Derivation a, Derivation b) {
  return node(Derivation::Kind::less, {std::move(a), std::move(b)});
}

}  // namespace attn
