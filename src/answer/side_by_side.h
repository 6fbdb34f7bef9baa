#pragma once

#include <cstddef>
#include <string_view>

#include "answer/answer.h"

namespace attn {

// Matrices of a tensor of more than two axes that stand side by side on a page.

/// How many stand below a line of their indices, "[0, 0]      [0, 1]". `before` numbers of the
/// tensor were read above it.
Size matrices_below(std::string_view line, const Shape& shape, std::size_t before);

/// Puts the numbers from number `before` on, which were read line by line across `count` matrices,
/// into the order of the tensor. False, and nothing is changed, if there are more or fewer of them
/// than these matrices have.
bool take_apart(Answer& answer, std::size_t before, Size count);

}  // namespace attn
