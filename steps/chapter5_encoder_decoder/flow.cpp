#include "chapter5_encoder_decoder/flow.h"

#include "random/draws.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

Projections projections(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor W_q = randn({s.d_in(), d_model(s)}, generator).named("W_q");
  const Tensor W_k = randn({s.d_in(), d_model(s)}, generator).named("W_k");
  const Tensor W_v = randn({s.d_in(), d_model(s)}, generator).named("W_v");
  return {W_q,
          W_k,
          W_v,
          matmul(s.inputs(), W_q).named("Q"),
          matmul(s.inputs(), W_k).named("K"),
          matmul(s.inputs(), W_v).named("V")};
}

Tensor embedded(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  Linear embed(s.d_in(), d_model(s), true, generator);
  embed.name("embed.");
  return embed(s.inputs()).named("x");
}

EncoderLayer layer_of(const Settings& s) {
  return own(s, "layer", encoder(s));
}

Tensor enc_out(const Settings& s) {
  return layer_of(s)(embedded(s)).named("enc_out");
}

Tensor target(const Settings& s, Generator& generator) {
  return randn({3, d_model(s)}, generator)
      .named("y")
      .labelled(0, std::make_shared<const Labels>(Labels{"<s>", "y1", "y2"}));
}

CrossAttention cross_attention(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor y = target(s, generator);
  PackedAttention attention =
      own(s, "cross_attn", PackedAttention(d_model(s), s.heads(), generator), Prefix::known);
  const Tensor context_vecs = attention(y, enc_out(s)).named("context_vecs");
  const auto met = [&](std::string_view name) { return operand_of(context_vecs, name); };
  return {std::move(attention), y,
          met("queries"),       met("keys"),
          met("values"),        met("attn_scores"),
          met("attn_weights"),  context_vecs};
}

}  // namespace attn::chapter5
