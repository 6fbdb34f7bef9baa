#include "tensor/derivation.h"

#include <cmath>
#include <utility>

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
    case Kind::function:
      return static_cast<float>(derivation.function.of(part(0)));
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
Derivation met_cell(Operands operands, int operand, const Index& at) {
  return cell(operand, broadcast_cell(at, operands[static_cast<std::size_t>(operand)].shape()));
}
std::vector<Derivation> cells_of(const std::vector<Index>& cells) {
  std::vector<Derivation> parts;
  for (const Index& at : cells) parts.push_back(cell(0, at));
  return parts;
}
std::vector<Derivation> squared_distances(const std::vector<Index>& cells, double mean) {
  std::vector<Derivation> parts;
  for (const Index& at : cells) {
    const Derivation distance = difference(cell(0, at), number(mean));
    parts.push_back(product_of({distance, distance}));
  }
  return parts;
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
Derivation function_of(const Function& function, Derivation x) {
  return {.kind = Derivation::Kind::function, .function = function, .parts = {std::move(x)}};
}
Derivation max_of(std::vector<Derivation> parts) {
  return node(Derivation::Kind::max, std::move(parts));
}
Derivation less(Derivation a, Derivation b) {
  return node(Derivation::Kind::less, {std::move(a), std::move(b)});
}

Derivation exp_of(Derivation x) {
  return function_of({"exp", [](double v) { return std::exp(v); }}, std::move(x));
}
Derivation log_of(Derivation x) {
  return function_of({"log", [](double v) { return std::log(v); }}, std::move(x));
}
Derivation sqrt_of(Derivation x) {
  return function_of({"√", [](double v) { return std::sqrt(v); }}, std::move(x));
}

}  // namespace attn
