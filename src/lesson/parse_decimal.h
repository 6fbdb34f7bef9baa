#pragma once

#include <charconv>

namespace attn {

/// std::from_chars for floating types, which some standard libraries lack. What is too large or too
/// small for the type is result_out_of_range; `value` is then infinity or 0, with its sign.
std::from_chars_result parse_decimal(const char* first, const char* last, float& value);
std::from_chars_result parse_decimal(const char* first, const char* last, double& value);

}  // namespace attn
