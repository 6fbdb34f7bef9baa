#include "lesson/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lesson/text.h"

namespace attn {
namespace {

using Kind = Derivation::Kind;

float leaf(const Derivation& d, Operands operands) {
  if (d.kind == Kind::cell) return operands[static_cast<std::size_t>(d.operand)].at(d.index);
  return static_cast<float>(d.value);
}

bool is_leaf(const Derivation& d) {
  return d.kind == Kind::cell || d.kind == Kind::number || d.kind == Kind::draw;
}

/// Writes a leaf; `apart` is what stands behind an operator.
using WriteLeaf = std::function<std::string(const Derivation& d, bool apart)>;

/// A number; a negative one that stands behind an operator in brackets.
std::string written(float value, int decimals, bool apart) {
  const std::string digits = decimal(value, decimals);
  return apart && digits.starts_with('-') ? "(" + digits + ")" : digits;
}

/// Writes one line.
class Writer {
 public:
  Writer(WriteLeaf write_leaf, std::size_t most_terms)
      : write_leaf_(std::move(write_leaf)), most_terms_(most_terms) {}

  std::string operator()(const Derivation& d, bool apart = false) const {
    switch (d.kind) {
      case Kind::cell:
      case Kind::number:
      case Kind::draw:
        return write_leaf_(d, apart);
      case Kind::sum:
        return listed(d.parts, " + ");
      case Kind::product:
        return bracketed(d.parts, " × ");
      case Kind::difference:
        return bracketed(d.parts, " - ");
      case Kind::quotient:
        return bracketed(d.parts, " ÷ ");
      case Kind::function:
        return formatted("{}({})", d.function.name, (*this)(d.parts[0]));
      case Kind::max:
        return "max(" + listed(d.parts, ", ") + ")";
      case Kind::less:
        return bracketed(d.parts, " < ");
    }
    return "";
  }

 private:
  std::string listed(const std::vector<Derivation>& parts, std::string_view between) const {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool is_left_out =
          parts.size() > most_terms_ && i + 1 >= most_terms_ && i + 1 < parts.size();
      if (is_left_out && i + 1 > most_terms_) continue;
      line += formatted("{}{}", i > 0 ? between : "", is_left_out ? "…" : (*this)(parts[i], i > 0));
    }
    return line;
  }

  std::string bracketed(const std::vector<Derivation>& parts, std::string_view between) const {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Kind kind = parts[i].kind;
      const bool is_one = is_leaf(parts[i]) || kind == Kind::function || kind == Kind::max ||
                          parts[i].parts.size() == 1;
      const std::string part = (*this)(parts[i], i > 0);
      if (i > 0) line += between;
      line += is_one ? part : "(" + part + ")";
    }
    return line;
  }

  WriteLeaf write_leaf_;
  std::size_t most_terms_;
};

}  // namespace

std::string decimal(float value, int decimals) {
  if (std::isnan(value)) return "nan";  // whatever its sign bit
  return formatted("{:.{}f}", value, decimals);
}

std::string in_numbers(const Derivation& derivation, Operands operands, int decimals,
                       int most_terms) {
  const auto number = [&](const Derivation& d, bool apart) {
    return written(leaf(d, operands), decimals, apart);
  };
  return Writer(number, static_cast<std::size_t>(most_terms))(derivation);
}

std::string in_places(const Derivation& derivation) {
  constexpr int decimals = 4;  // of what is no operand's
  const auto place = [](const Derivation& d, bool apart) {
    if (d.kind != Kind::cell) return written(static_cast<float>(d.value), decimals, apart);
    return formatted("{{{}{}}}", apart ? "!" : "", d.operand);
  };
  return Writer(place, SIZE_MAX)(derivation);
}

double as_printed(const Derivation& d, Operands operands, int decimals) {
  if (is_leaf(d)) {
    const double scale = std::pow(10.0, decimals);
    const double value = leaf(d, operands);
    return std::isfinite(value) ? std::round(value * scale) / scale : value;
  }
  std::vector<double> parts;
  for (const Derivation& part : d.parts) parts.push_back(as_printed(part, operands, decimals));
  double result = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (d.kind == Kind::sum) result += parts[i];
    if (d.kind == Kind::product) result *= parts[i];
    if (d.kind == Kind::difference) result -= parts[i];
    if (d.kind == Kind::quotient) result /= parts[i];
    if (d.kind == Kind::max && (parts[i] > result || std::isnan(parts[i]))) result = parts[i];
    if (d.kind == Kind::less) result = result < parts[i] ? 1 : 0;
  }
  return d.kind == Kind::function ? d.function.of(result) : result;
}

}  // namespace attn
