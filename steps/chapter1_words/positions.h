#pragma once

#include "shared/positions.h"

/// How large the tables of positions are in this chapter.

namespace attn::chapter1 {

inline constexpr Size few_positions = 8;  ///< n in the small tables
inline constexpr Size small_size = 8;     ///< d there, which is also that of the word vectors
inline constexpr Size model_size = 512;   ///< d in the paper

/// The length of every row: (n, d) → (n).
Tensor row_lengths(const Tensor& x);

}  // namespace attn::chapter1
