#pragma once

#include "chapter4_multihead/flow.h"
#include "nn/transformer_block.h"

/// What the steps from LayerNorm to the whole transformer block share.

namespace attn::chapter4 {

/// The feed-forward layer of steps 20 and 21, for tokens of d_out numbers.
FeedForward feed_forward_of(const Settings& settings);

inline constexpr Size layers_of_stack = 8;
inline constexpr Size width_of_stack = 16;

/// How far apart two random tokens are before the first feed-forward layer and behind each,
/// (layers_of_stack + 1). Drawn in this order: the tokens, then layer by layer.
struct Distances {
  Tensor plain;     ///< x = f(x); named distance_plain
  Tensor residual;  ///< x = x + f(x); named distance_residual
};
Distances distances_through_layers(Generator& generator);

}  // namespace attn::chapter4
