#pragma once

#include <cstddef>
#include <string_view>

#include "tensor/tensor.h"

namespace attn {

/// The largest input file taken, in bytes: room for the most tokens and columns there may be.
inline constexpr std::size_t max_input_bytes = 4U << 20U;

/// Reads token embeddings from CSV text: a header `token,x1,x2,…`, then a line for each token. A
/// token may stand in double quotes, with "" for a quote; numbers are plain decimals. A byte order
/// mark, Windows line ends and empty lines are passed over.
///
/// Returns `inputs` (tokens, columns), rows labelled with the tokens, columns with the header.
/// Throws UserError, which says where in `file` what was expected.
Tensor parse_input(std::string_view text, const std::string& file);

}  // namespace attn
