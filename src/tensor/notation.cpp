#include "tensor/notation.h"

#include <cmath>
#include <cstdio>

namespace attn {
namespace {

/// Whether `text` has a space that no bracket holds, as infix notation has.
bool is_infix(std::string_view text) {
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (c == ' ' && depth == 0) return true;
  }
  return false;
}

std::string grouped(std::string_view text) {
  if (!is_infix(text)) return std::string(text);
  std::string result = "(";
  result += text;
  return result += ')';
}

}  // namespace

std::string infix(std::string_view a, std::string_view sign, std::string_view b) {
  std::string text = grouped(a);
  if (!a.empty()) text += ' ';
  text += sign;
  if (!b.empty()) text += ' ';
  return text + grouped(b);
}

std::string call(std::string_view function, std::string_view x, std::string_view parameters) {
  std::string text(function);
  text += '(';
  text += x;
  if (!x.empty() && !parameters.empty()) text += ", ";
  text += parameters;
  return text + ")";
}

std::string method(std::string_view x, std::string_view rest) {
  return x.empty() ? std::string(rest) : grouped(x) + "." + std::string(rest);
}

std::string indexed(std::string_view x, std::string_view places) {
  std::string text = grouped(x);
  text += '[';
  text += places;
  return text += ']';
}

std::string written(float value) {
  const float square = std::round(value * value);
  const bool is_root = value > 0 && square < 1e6F && std::sqrt(square) == value;
  if (is_root && std::round(value) != value) return "√" + shortest(square);
  return shortest(value);
}

std::string shortest(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string function(std::string_view name, std::string_view x) {
  return x.empty() ? std::string(name) : call(name, x, "");
}

std::string listed(const Dims& sizes) {
  std::string text;
  for (const Size size : sizes) text += (text.empty() ? "" : ", ") + std::to_string(size);
  return "(" + text + ")";
}

std::string joined(std::span<const std::string> operands) {
  constexpr std::size_t most_alike = 3;  // as a loop makes them
  std::string text;
  for (std::size_t i = 0; i < operands.size();) {
    const std::string& operand = operands[i];
    if (operand.empty()) return {};
    std::size_t alike = 1;
    while (i + alike < operands.size() && operands[i + alike] == operand) ++alike;
    if (alike <= most_alike) alike = 1;
    text += text.empty() ? "" : ", ";
    text += alike == 1 ? operand : "[" + operand + "] * " + std::to_string(alike);
    i += alike;
  }
  return text;
}

}  // namespace attn
