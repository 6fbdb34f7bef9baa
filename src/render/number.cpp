#include "render/number.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>

#include "lesson/text.h"

namespace attn {
namespace {

constexpr double power_of_ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};

}  // namespace

NumberFormat::NumberFormat(const std::vector<float>& values, int decimals) : decimals_(decimals) {
  assert(0 <= decimals && decimals <= max_decimals);
  float largest = 0;
  for (const float value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  const bool invisible = 2 * static_cast<double>(largest) * power_of_ten[decimals] < 1;
  // Whole numbers are counts, to be read to the last digit as long as they fit their places.
  scientific_ = decimals == 0 ? largest >= 1e15F : largest >= 1e6F || (largest > 0 && invisible);
}

std::string NumberFormat::operator()(float value) const {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if (scientific_) return value == 0 ? "0" : formatted("{:.{}e}", value, decimals_);
  // A float has 24 bits and 10^8 has 19 without its factors of two, so the product is exact in a
  // double and this rounds once, as printf would. It takes a tenth of printf's time.
  const double scaled = static_cast<double>(value) * power_of_ten[decimals_];
  const long long rounded = std::llrint(scaled);
  const std::string size = std::to_string(std::abs(rounded));
  const std::string_view digits = size;
  const auto decimals = static_cast<std::size_t>(decimals_);
  const std::size_t whole = digits.size() > decimals ? digits.size() - decimals : 0;
  std::string text = rounded < 0 ? "-" : "";
  text += whole > 0 ? digits.substr(0, whole) : "0";
  if (decimals > 0) {
    text += '.';
    text.append(decimals - (digits.size() - whole), '0');
    text += digits.substr(whole);
  }
  return text;
}

}  // namespace attn
