#pragma once

#include <string>
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

/// One of them, and what the module's `state_dict()` calls it: "W_query.weight".
struct NamedParameter {
  std::string name;
  Tensor* tensor;
};
using NamedParameters = std::vector<NamedParameter>;
using Parameters = std::vector<Tensor*>;

NamedParameters named_parameters(Tensor& weight);  ///< of no name
NamedParameters named_parameters(Linear& layer);
NamedParameters named_parameters(LayerNorm& norm);
NamedParameters named_parameters(FeedForward& feed_forward);
NamedParameters named_parameters(SelfAttention_v1& attention);
NamedParameters named_parameters(SelfAttention_v2& attention);
NamedParameters named_parameters(CausalAttention& attention);
NamedParameters named_parameters(MultiHeadAttentionWrapper& attention);
NamedParameters named_parameters(MultiHeadAttention& attention);
NamedParameters named_parameters(TransformerBlock& block);
NamedParameters named_parameters(PackedAttention& attention);
NamedParameters named_parameters(EncoderLayer& layer);
NamedParameters named_parameters(DecoderLayer& layer);

/// Those of several, one after another, without their names.
template <class... Modules>
Parameters parameters(Modules&... modules) {
  Parameters all;
  const auto add = [&](const NamedParameters& some) {
    for (const NamedParameter& parameter : some) all.push_back(parameter.tensor);
  };
  (add(named_parameters(modules)), ...);
  return all;
}

/// How many numbers they are.
Size num_parameters(const Parameters& parameters);

}  // namespace attn
