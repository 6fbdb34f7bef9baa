#include "lesson/arithmetic.h"

#include <algorithm>
#include <cmath>
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

/// Writes one line.
class Writer {
 public:
  Writer(Operands operands, int decimals, int most_terms)
      : operands_(operands),
        decimals_(decimals),
        most_terms_(static_cast<std::size_t>(most_terms)) {}

  std::string operator()(const Derivation& d) const {
    switch (d.kind) {
      case Kind::cell:
      case Kind::number:
      case Kind::draw:
        return decimal(leaf(d, operands_), decimals_);
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
      line += formatted("{}{}", i > 0 ? between : "",
                        is_left_out ? "…"
                        : i > 0     ? signed_apart(parts[i])
                                    : (*this)(parts[i]));
    }
    return line;
  }

  std::string bracketed(const std::vector<Derivation>& parts, std::string_view between) const {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Kind kind = parts[i].kind;
      const bool is_one = is_leaf(parts[i]) || kind == Kind::function || kind == Kind::max ||
                          parts[i].parts.size() == 1;
      const std::string part = i > 0 ? signed_apart(parts[i]) : (*this)(parts[i]);
      if (i > 0) line += between;
      line += is_one ? part : "(" + part + ")";
    }
    return line;
  }

  /// What stands behind an operator: a negative number in brackets.
  std::string signed_apart(const Derivation& d) const {
    const std::string part = (*this)(d);
    return is_leaf(d) && part.starts_with('-') ? "(" + part + ")" : part;
  }

  Operands operands_;
  int decimals_;
  std::size_t most_terms_;
};

}  // namespace

std::string decimal(float value, int decimals) {
  if (std::isnan(value)) return "nan";  // whatever its sign bit
  return formatted("{:.{}f}", value, decimals);
}

std::string in_numbers(const Derivation& derivation, Operands operands, int decimals,
                       int most_terms) {
  return Writer(operands, decimals, most_terms)(derivation);
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
