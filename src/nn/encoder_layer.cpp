#include "nn/encoder_layer.h"

#include "tensor/operations.h"

namespace attn {
namespace {

/// Token by token: (…, d) → (…, d_ff) → (…, d).
Tensor feed_forward(const Linear& linear1, const Linear& linear2, const Tensor& x) {
  const Tensor hidden = relu(linear1(x)).named("hidden");
  return linear2(hidden).named("ff_out");
}

}  // namespace

EncoderLayer::EncoderLayer(Size d, Size num_heads, Size d_ff, Generator& generator)
    : self_attn(d, num_heads, generator),
      linear1(d, d_ff, true, generator),
      linear2(d_ff, d, true, generator),
      norm1(d),
      norm2(d) {
  self_attn.name("self_attn.");
  linear1.name("linear1.");
  linear2.name("linear2.");
  norm1.name("norm1.");
  norm2.name("norm2.");
}

Tensor EncoderLayer::operator()(const Tensor& x) const {
  const Tensor attended = self_attn(x, x).named("attended");
  const Tensor after_norm1 = norm1(x + attended).named("after_norm1");
  const Tensor ff_out = feed_forward(linear1, linear2, after_norm1);
  return norm2(after_norm1 + ff_out);
}

DecoderLayer::DecoderLayer(Size d, Size num_heads, Size d_ff, Generator& generator)
    : self_attn(d, num_heads, generator),
      multihead_attn(d, num_heads, generator),
      linear1(d, d_ff, true, generator),
      linear2(d_ff, d, true, generator),
      norm1(d),
      norm2(d),
      norm3(d) {
  self_attn.name("self_attn.");
  multihead_attn.name("multihead_attn.");
  linear1.name("linear1.");
  linear2.name("linear2.");
  norm1.name("norm1.");
  norm2.name("norm2.");
  norm3.name("norm3.");
}

Tensor DecoderLayer::operator()(const Tensor& y, const Tensor& memory) const {
  const Tensor self_attended = self_attn(y, y, true).named("self_attended");
  const Tensor after_norm1 = norm1(y + self_attended).named("after_norm1");
  const Tensor cross_attended = multihead_attn(after_norm1, memory).named("cross_attended");
  const Tensor after_norm2 = norm2(after_norm1 + cross_attended).named("after_norm2");
  const Tensor ff_out = feed_forward(linear1, linear2, after_norm2);
  return norm3(after_norm2 + ff_out);
}

}  // namespace attn
