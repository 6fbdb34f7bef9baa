#include "nn/parameters.h"

#include "tensor/names.h"

namespace attn {
namespace {

/// The parameters of a part, behind its name.
template <class Module>
void add(NamedParameters& all, const std::string& name, Module& part) {
  for (NamedParameter& parameter : named_parameters(part)) {
    const std::string dot = parameter.name.empty() ? "" : ".";
    all.push_back({name + dot + parameter.name, parameter.tensor});
  }
}

/// Those of parts, each behind its name: parts("W_query", layer, "W_key", other).
template <class... Rest>
NamedParameters parts() {
  return {};
}
template <class Module, class... Rest>
NamedParameters parts(const std::string& name, Module& part, Rest&&... rest) {
  NamedParameters all;
  add(all, name, part);
  for (NamedParameter& parameter : parts(std::forward<Rest>(rest)...)) {
    all.push_back(std::move(parameter));
  }
  return all;
}

}  // namespace

NamedParameters named_parameters(Tensor& weight) {
  return {{"", &weight}};
}
NamedParameters named_parameters(Linear& layer) {
  NamedParameters all = parts("weight", layer.weight);
  if (layer.bias) add(all, "bias", *layer.bias);
  return all;
}
NamedParameters named_parameters(LayerNorm& norm) {
  return parts("weight", norm.scale, "bias", norm.shift);
}
NamedParameters named_parameters(FeedForward& feed_forward) {
  return parts("0", feed_forward.expand, "2", feed_forward.contract);
}
NamedParameters named_parameters(SelfAttention_v1& attention) {
  return parts("W_query", attention.W_query, "W_key", attention.W_key, "W_value",
               attention.W_value);
}
NamedParameters named_parameters(SelfAttention_v2& attention) {
  return parts("W_query", attention.W_query, "W_key", attention.W_key, "W_value",
               attention.W_value);
}
NamedParameters named_parameters(CausalAttention& attention) {
  return named_parameters(attention.attention);
}
NamedParameters named_parameters(MultiHeadAttentionWrapper& attention) {
  NamedParameters all;
  for (std::size_t head = 0; head < attention.heads.size(); ++head) {
    add(all, "heads." + std::to_string(head), attention.heads[head]);
  }
  return all;
}
NamedParameters named_parameters(MultiHeadAttention& attention) {
  return parts("W_query", attention.W_query, "W_key", attention.W_key, "W_value", attention.W_value,
               "out_proj", attention.out_proj);
}
NamedParameters named_parameters(TransformerBlock& block) {
  return parts("attention", block.attention, "ff", block.feed_forward, "norm1", block.norm1,
               "norm2", block.norm2);
}
NamedParameters named_parameters(PackedAttention& attention) {
  return parts("in_proj_weight", attention.in_proj_weight, "in_proj_bias", attention.in_proj_bias,
               "out_proj", attention.out_proj);
}
NamedParameters named_parameters(EncoderLayer& layer) {
  return parts("self_attn", layer.self_attn, "linear1", layer.linear1, "linear2", layer.linear2,
               "norm1", layer.norm1, "norm2", layer.norm2);
}
NamedParameters named_parameters(DecoderLayer& layer) {
  return parts("self_attn", layer.self_attn, "multihead_attn", layer.multihead_attn, "linear1",
               layer.linear1, "linear2", layer.linear2, "norm1", layer.norm1, "norm2", layer.norm2,
               "norm3", layer.norm3);
}

Size num_parameters(const Parameters& parameters) {
  Size numbers = 0;
  for (const Tensor* parameter : parameters) numbers += parameter->numel();
  return numbers;
}

}  // namespace attn
