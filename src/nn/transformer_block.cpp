#include "nn/transformer_block.h"

#include "tensor/operations.h"

namespace attn {

TransformerBlock::TransformerBlock(Size d, double p, Size num_heads, Generator& generator,
                                   bool qkv_bias)
    : attention(d, d, p, num_heads, generator, qkv_bias),
      feed_forward(d, generator),
      norm1(d),
      norm2(d) {
  norm1.name("norm1.");
  norm2.name("norm2.");
}

Tensor TransformerBlock::operator()(const Tensor& x, Generator& generator) const {
  const Tensor normed_1 = norm1(x).named("normed_1");
  const Tensor attended = attention(normed_1, generator).named("attended");
  const Tensor after_attention = (x + attended).named("after_attention");

  const Tensor normed_2 = norm2(after_attention).named("normed_2");
  const Tensor ff_out = feed_forward(normed_2).named("ff_out");
  return after_attention + ff_out;
}

}  // namespace attn
