#pragma once

#include <vector>

#include "nn/attention.h"
#include "nn/encoder_layer.h"
#include "nn/feed_forward.h"
#include "nn/layer_norm.h"
#include "nn/transformer_block.h"

/// What a module learns, in the order of PyTorch's `module.parameters()`. A step of training moves
/// all that it is given, `descend(loss, parameters(block, head), 0.1F)`; what is left out is
/// frozen.

namespace attn {

using Parameters = std::vector<Tensor*>;

Parameters parameters(Tensor& weight);
Parameters parameters(Linear& layer);
Parameters parameters(LayerNorm& norm);
Parameters parameters(FeedForward& feed_forward);
Parameters parameters(SelfAttention_v1& attention);
Parameters parameters(SelfAttention_v2& attention);
Parameters parameters(CausalAttention& attention);
Parameters parameters(MultiHeadAttentionWrapper& attention);
Parameters parameters(MultiHeadAttention& attention);
Parameters parameters(TransformerBlock& block);
Parameters parameters(PackedAttention& attention);
Parameters parameters(EncoderLayer& layer);
Parameters parameters(DecoderLayer& layer);

/// Those of several, one after another.
template <class First, class Second, class... Rest>
Parameters parameters(First& first, Second& second, Rest&... rest) {
  Parameters all = parameters(first);
  const Parameters others = parameters(second, rest...);
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

/// How many numbers they are.
Size num_parameters(const Parameters& parameters);

}  // namespace attn
