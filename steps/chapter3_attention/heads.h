#pragma once

#include "lesson/page.h"
#include "nn/attention.h"

namespace attn::chapter3 {

/// Heads one after another, each with its slice of the one-piece module's weights; no dropout.
MultiHeadAttentionWrapper taken_apart(const MultiHeadAttention& mha);

/// Claims that both come to the same for x (b, T, d_in), out_proj left out. Without dropout, which
/// draws other masks for the one way than for the other.
void compare_with_heads_in_turn(const MultiHeadAttention& mha, const Tensor& x, Page& page);

}  // namespace attn::chapter3
