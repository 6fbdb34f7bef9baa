#include "nn/parameters.h"

namespace attn {

Parameters parameters(Tensor& weight) {
  return {&weight};
}
Parameters parameters(Linear& layer) {
  return layer.bias ? parameters(layer.weight, *layer.bias) : parameters(layer.weight);
}
Parameters parameters(LayerNorm& norm) {
  return parameters(norm.scale, norm.shift);
}
Parameters parameters(FeedForward& feed_forward) {
  return parameters(feed_forward.expand, feed_forward.contract);
}
Parameters parameters(SelfAttention_v1& attention) {
  return parameters(attention.W_query, attention.W_key, attention.W_value);
}
Parameters parameters(SelfAttention_v2& attention) {
  return parameters(attention.W_query, attention.W_key, attention.W_value);
}
Parameters parameters(CausalAttention& attention) {
  return parameters(attention.attention);
}
Parameters parameters(MultiHeadAttentionWrapper& attention) {
  Parameters all;
  for (CausalAttention& head : attention.heads) {
    const Parameters some = parameters(head);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}
Parameters parameters(MultiHeadAttention& attention) {
  return parameters(attention.W_query, attention.W_key, attention.W_value, attention.out_proj);
}
Parameters parameters(TransformerBlock& block) {
  return parameters(block.attention, block.feed_forward, block.norm1, block.norm2);
}
Parameters parameters(PackedAttention& attention) {
  return parameters(attention.in_proj_weight, attention.in_proj_bias, attention.out_proj);
}
Parameters parameters(EncoderLayer& layer) {
  return parameters(layer.self_attn, layer.linear1, layer.linear2, layer.norm1, layer.norm2);
}
Parameters parameters(DecoderLayer& layer) {
  return parameters(layer.self_attn, layer.multihead_attn, layer.linear1, layer.linear2,
                    layer.norm1, layer.norm2, layer.norm3);
}

Size num_parameters(const Parameters& parameters) {
  Size numbers = 0;
  for (const Tensor* parameter : parameters) numbers += parameter->numel();
  return numbers;
}

}  // namespace attn
