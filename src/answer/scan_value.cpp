#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <string>

#include "answer/scan.h"

namespace attn {
namespace {

bool is_part_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c < 0;
}

struct SpelledOut {
  std::string_view word;
  double value;
};
constexpr double endless = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
// The longer of two that start alike first.
constexpr std::array<SpelledOut, 24> spelled_out = {{{"float('-inf')", -endless},
                                                     {"float(\"-inf\")", -endless},
                                                     {"float('inf')", endless},
                                                     {"float(\"inf\")", endless},
                                                     {"float('nan')", no_number},
                                                     {"-1.#INF", -endless},
                                                     {"1.#INF", endless},
                                                     {"-1.#IND", no_number},
                                                     {"1.#QNAN", no_number},
                                                     {"-np.inf", -endless},
                                                     {"np.inf", endless},
                                                     {"np.nan", no_number},
                                                     {"-torch.inf", -endless},
                                                     {"torch.inf", endless},
                                                     {"-math.inf", -endless},
                                                     {"math.inf", endless},
                                                     {"np.True_", 1},
                                                     {"np.False_", 0},
                                                     {"-Inf32", -endless},
                                                     {"Inf32", endless},
                                                     {"NaN32", no_number},
                                                     {"-\\infty", -endless},
                                                     {"\\infty", endless},
                                                     {"NA", no_number}}};

/// Where the digits, the point and the letter of a number end: 1.25e-3, 1.0f-5, 2*^-3.
struct Parts {
  std::size_t digits = 0;    ///< the end of 1.25
  std::size_t exponent = 0;  ///< where -3 starts; 0: there is none
  std::size_t end = 0;       ///< of the number, its suffix included
};

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of("0123456789", at), text.size());
}

Parts parts_of(std::string_view text) {
  Parts parts;
  const bool has_sign = text.starts_with('-') || text.starts_with('+');
  std::size_t at = end_of_digits(text, has_sign ? 1 : 0);
  if (at < text.size() && text[at] == '.') at = end_of_digits(text, at + 1);
  parts.digits = parts.end = at;
  for (const std::string_view letter : {"*^", "e", "E", "f", "F", "d", "D"}) {
    if (!text.substr(at).starts_with(letter)) continue;
    std::size_t digits = at + letter.size();
    if (digits < text.size() && (text[digits] == '-' || text[digits] == '+')) ++digits;
    const std::size_t end = end_of_digits(text, digits);
    // 0.5f32 is Rust's suffix, 1.0f0 Julia's exponent.
    const std::string_view written = text.substr(digits, end - digits);
    if (written.empty() || written == "32" || written == "64") break;
    parts.exponent = at + letter.size();
    parts.end = end;
    break;
  }
  for (const std::string_view suffix : {"_f32", "_f64", "f32", "f64", "f", "F", "L", "u", "U"}) {
    const std::size_t behind = parts.end + suffix.size();
    if (!text.substr(parts.end).starts_with(suffix)) continue;
    if (behind < text.size() && is_part_of_word(text[behind])) continue;
    parts.end = behind;
    break;
  }
  return parts;
}

/// A number in another language's spelling, rewritten into one that scan_number knows.
std::optional<Reading> scan_rewritten(const Source& source, std::size_t& at) {
  const std::string_view text = source.text.substr(at, 64);
  const Parts parts = parts_of(text);
  const bool has_digits = text.substr(0, parts.digits).find_first_of("0123456789") < parts.digits;
  if (parts.end == text.size() && at + parts.end < source.text.size()) return {};
  if (!has_digits || (parts.end < text.size() && is_part_of_word(text[parts.end]))) return {};
  std::string rewritten(text.substr(0, parts.digits));
  if (parts.exponent > 0) {
    const std::size_t end = end_of_digits(text, parts.exponent + 1);
    rewritten += "e" + std::string(text.substr(parts.exponent, end - parts.exponent));
  }
  std::size_t read = 0;
  std::optional<Reading> reading;
  try {
    reading = scan_number({rewritten, source.file}, read);
  } catch (...) {
    return {};
  }
  if (!reading || read != rewritten.size()) return {};
  reading->offset = static_cast<std::uint32_t>(at);
  at += parts.end;
  return reading;
}

std::optional<Reading> scan_spelled_out(const Source& source, std::size_t& at) {
  const std::string_view text = source.text.substr(at);
  for (const SpelledOut& candidate : spelled_out) {
    if (!text.starts_with(candidate.word)) continue;
    const std::size_t end = candidate.word.size();
    if (end < text.size() && is_part_of_word(text[end])) continue;
    Reading reading{.value = candidate.value, .offset = static_cast<std::uint32_t>(at)};
    at += end;
    return reading;
  }
  return {};
}

}  // namespace

std::optional<Reading> scan_value(const Source& source, std::size_t& at) {
  const std::size_t start = at;
  std::optional<Reading> reading = scan_number(source, at);
  if (reading && source.text.substr(at).starts_with('#')) {  // MSVC's -1.#INF
    at = start;
    reading.reset();
  }
  if (!reading) reading = scan_spelled_out(source, at);
  if (!reading) reading = scan_rewritten(source, at);
  const bool is_percent = reading && source.text.substr(at).starts_with('%');
  if (is_percent && std::isfinite(reading->value)) {
    reading->value /= 100;
    reading->exponent = static_cast<std::int16_t>(reading->exponent - 2);
    ++at;
  }
  return reading;
}

std::string dtype_in(std::string_view text) {
  struct Spelling {
    std::string_view written, name;
  };
  constexpr std::array<Spelling, 24> spellings = {
      {{"bfloat16", "bfloat16"},   {"BFloat16", "bfloat16"}, {"bf16", "bfloat16"},
       {"float16", "float16"},     {"Float16", "float16"},   {"f16", "float16"},
       {"CPUHalfType", "float16"}, {"Half", "float16"},      {"half", "float16"},
       {"float64", "float64"},     {"Float64", "float64"},   {"f64", "float64"},
       {"Double", "float64"},      {"float32", "float32"},   {"Float32", "float32"},
       {"f32", "float32"},         {"Float", "float32"},     {"int64", "int64"},
       {"Int64", "int64"},         {"Long", "int64"},        {"int32", "int32"},
       {"Int32", "int32"},         {"bool", "bool"},         {"Bool", "bool"}}};
  for (const Spelling& spelling : spellings) {
    if (text.find(spelling.written) != std::string_view::npos) return std::string(spelling.name);
  }
  return {};
}

}  // namespace attn
