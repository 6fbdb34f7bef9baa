#include "lesson/parse_decimal.h"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <cmath>

namespace attn {
namespace {

/// Whether a digit other than 0 is written before the exponent.
bool is_written_nonzero(const char* first, const char* last) {
  const char* exponent = std::find_if(first, last, [](char c) { return c == 'e' || c == 'E'; });
  return std::any_of(first, exponent, [](char c) { return c >= '1' && c <= '9'; });
}

// Versions of fast_float differ in whether they call a number out of range, not in its value.
template <class Float>
std::from_chars_result parsed(const char* first, const char* last, Float& value) {
  const auto [stop, error] = fast_float::from_chars(first, last, value);
  if (error == std::errc::invalid_argument) return {stop, error};
  const bool is_outside = (value == 0 || std::isinf(value)) && is_written_nonzero(first, stop);
  return {stop, is_outside ? std::errc::result_out_of_range : std::errc()};
}

}  // namespace

std::from_chars_result parse_decimal(const char* first, const char* last, float& value) {
  return parsed(first, last, value);
}

std::from_chars_result parse_decimal(const char* first, const char* last, double& value) {
  return parsed(first, last, value);
}

}  // namespace attn
