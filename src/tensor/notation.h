#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tensor/dims.h"

namespace attn {

// The pieces that notations are put together from. An empty operand is the one an arrow comes
// from: it is left out, so that infix("", "@", "W_query") is "@ W_query".

/// "a @ b"; operands that are themselves infix get brackets.
std::string infix(std::string_view a, std::string_view sign, std::string_view b);
/// "softmax(x, dim=-1)".
std::string call(std::string_view function, std::string_view x, std::string_view parameters);
/// "x.transpose(1, 2)", where `rest` is "transpose(1, 2)".
std::string method(std::string_view x, std::string_view rest);
/// "x[:, 1]", where `places` is ":, 1"; an x that is itself infix gets brackets.
std::string indexed(std::string_view x, std::string_view places);
/// A parameter or constant as a person writes it: "√2", "0.5", "-inf".
std::string written(float value);
/// A number with up to six digits, which are enough to read: "0.5", "1e-05", "-inf".
std::string shortest(double value);
/// "exp(x)"; "exp" alone behind an arrow.
std::string function(std::string_view name, std::string_view x);
/// "(2, 3)", as sizes stand in a call.
std::string listed(const Dims& sizes);
/// "a, b, c", and "[a] * 30" for many that are written alike; nothing if one of them is left out,
/// for then the arrow says where it comes from.
std::string joined(std::span<const std::string> operands);

}  // namespace attn
