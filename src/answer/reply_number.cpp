#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "answer/reply.h"
#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

using Number = std::optional<TypedNumber>;

constexpr int as_many_as_it_takes = 6;

/// What arithmetic comes to; nothing if that is no number.
Number computed(double value) {
  if (!std::isfinite(value)) return {};
  return TypedNumber{value, as_many_as_it_takes};
}

/// Arithmetic as it is typed: + - * / **, roots, exp, brackets. A number alone keeps its places,
/// whatever stands around it.
class Arithmetic {
 public:
  explicit Arithmetic(std::string_view text) : text_(text) {}

  Number read() {
    const Number number = sum();
    return has_next() ? std::nullopt : number;
  }

 private:
  bool has_next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size();
  }
  bool take(std::string_view word) {
    if (!has_next() || !text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  template <std::size_t n>
  bool take_one_of(const std::array<std::string_view, n>& words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return take(word); });
  }

  Number sum() {
    Number left = product();
    while (left) {
      if (take("+")) {
        const Number right = product();
        left = right ? computed(left->value + right->value) : right;
      } else if (take("-")) {
        const Number right = product();
        left = right ? computed(left->value - right->value) : right;
      } else {
        break;
      }
    }
    return left;
  }

  Number product() {
    Number left = factor();
    while (left) {
      if (take("*") || take("x")) {
        const Number right = factor();
        left = right ? computed(left->value * right->value) : right;
      } else if (take("/")) {
        const Number right = factor();
        left = right ? computed(left->value / right->value) : right;
      } else {
        break;
      }
    }
    return left;
  }

  /// A sign binds less than a power: -2**2 is -4.
  Number factor() {
    constexpr int deepest = 50;
    if (depth_ == deepest) return {};
    ++depth_;
    Number number;
    if (take("-")) {
      number = factor();
      if (number) number->value = -number->value;
    } else {
      take("+");
      number = power();
    }
    --depth_;
    return number;
  }

  Number power() {
    const Number base = primary();
    if (!base || !(take("**") || take("^"))) return base;
    const Number exponent = factor();
    return exponent ? computed(std::pow(base->value, exponent->value)) : exponent;
  }

  Number primary() {
    constexpr std::array<std::string_view, 6> roots = {"√",          "sqrt",    "math.sqrt",
                                                       "torch.sqrt", "np.sqrt", "루트"};
    constexpr std::array<std::string_view, 4> exps = {"exp(", "math.exp(", "torch.exp(", "np.exp("};
    constexpr std::array<std::string_view, 6> prints = {"tensor(",   "torch.tensor(", "array(",
                                                        "np.array(", "np.float32(",   "float("};
    if (take_one_of(roots)) {
      const Number x = factor();
      return x ? computed(std::sqrt(x->value)) : x;
    }
    if (take_one_of(exps)) {
      const Number x = closed(")");
      return x ? computed(std::exp(x->value)) : x;
    }
    if (take("(") || take_one_of(prints)) return closed(")");
    if (take("[")) return closed("]");
    return with_percent(literal());
  }

  Number closed(std::string_view bracket) {
    const Number inside = sum();
    return take(bracket) ? inside : std::nullopt;
  }

  Number with_percent(Number number) {
    if (!number || !take("%")) return number;
    return TypedNumber{number->value / 100, number->places + 2};
  }

  Number literal() {
    if (!has_next() || text_[at_] == '-' || text_[at_] == '+') return {};
    try {
      const auto reading = scan_number({text_, ""}, at_);
      if (!reading) return {};
      return TypedNumber{reading->value, reading->decimals - reading->exponent};
    } catch (const UserError&) {
      return {};  // out of range
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

/// "tensor(0.8984, grad_fn=<DivBackward0>)" without what is said of the tensor.
std::string without_attributes(std::string text) {
  for (const std::string_view word : {", grad_fn=", ", dtype=", ", device=", ", requires_grad="}) {
    const std::size_t at = text.find(word);
    const std::size_t end = text.rfind(')');
    if (at < end && end != std::string::npos) text.erase(at, end - at);
  }
  return text;
}

/// The signs of printed arithmetic as they are typed in a program.
std::string in_ascii(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> signs = {
      {{"×", "*"}, {"·", "*"}, {"⋅", "*"}, {"÷", "/"}, {"−", "-"}, {"≈", "="}, {"≒", "="}}};
  for (const auto& [sign, typed] : signs) {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
      text.replace(at, sign.size(), typed);
    }
  }
  return text;
}

/// "1.2705/1.4142 = 0.8984": what it comes to, if it does, to the places given.
Number equation(std::string_view left, std::string_view right) {
  const Number before = Arithmetic(left).read();
  const Number after = Arithmetic(right).read();
  if (!before || !after) return {};
  const double off = std::abs(before->value - after->value);
  const double unit = after->places > 0 ? std::pow(10.0, -std::min(after->places, 9)) : 0;
  if (off > 1.001 * unit + 1e-9) return {};
  return after;
}

}  // namespace

std::optional<TypedNumber> typed_number(std::string_view typed) {
  const std::string line = in_ascii(without_attributes(plain_line(typed)));
  std::string_view text = without_lead(line);
  drop_courtesy(text);
  const std::size_t equals = text.rfind('=');
  if (equals != std::string_view::npos) {
    return equation(text.substr(0, equals), text.substr(equals + 1));
  }
  return Arithmetic(text).read();
}

}  // namespace attn
