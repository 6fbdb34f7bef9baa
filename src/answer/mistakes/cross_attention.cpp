#include "answer/mistakes/encoder_output.h"

#include <algorithm>

#include "answer/mistakes.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Queries, keys or values of several heads: transpose(view(x @ W.T + bias)).
struct HeadsOf {
  Tensor split;
  Tensor x;
};

std::optional<HeadsOf> as_heads(const Tensor& split) {
  if (!made_by<Transpose>(split) || !made_by<View>(split.operands()[0])) return {};
  const Tensor& flat = split.operands()[0].operands()[0];
  if (!made_by<Add>(flat) || !made_by<Matmul>(flat.operands()[0])) return {};
  return HeadsOf{split, flat.operands()[0].operands()[0]};
}

/// The same projection of other tokens, (…, T, d).
Tensor heads_of(const HeadsOf& right, const Tensor& x) {
  const Tensor& wide = right.split.operands()[0];
  const Tensor& flat = wide.operands()[0];
  const Tensor projected = matmul(x, flat.operands()[0].operands()[1]) + flat.operands()[1];
  const auto* swap = made_by<Transpose>(right.split);
  const int tokens = wide.dim() - 3;
  return transpose(view(projected, wide.shape().with(tokens, x.size(-2))), swap->dim0, swap->dim1);
}

/// The places of one attention in which those who ask are not those who are looked at.
struct CrossAttention {
  HeadsOf queries;
  std::vector<HeadsOf> keys_and_values;
};

std::vector<CrossAttention> cross_attentions(const Program& program) {
  std::vector<CrossAttention> found;
  for (const Tensor& scores : program.named(names::attn_scores)) {
    if (!made_by<Matmul>(scores) || !made_by<Transpose>(scores.operands()[1])) continue;
    const auto queries = as_heads(scores.operands()[0]);
    const auto keys = as_heads(scores.operands()[1].operands()[0]);
    if (!queries || !keys || queries->x == keys->x) continue;
    CrossAttention attention{*queries, {*keys}};
    for (const Tensor& tensor : program.named(names::values)) {
      const auto values = as_heads(tensor);
      if (values && values->x == keys->x) attention.keys_and_values.push_back(*values);
    }
    found.push_back(std::move(attention));
  }
  return found;
}

/// Those who ask and those who are looked at exchanged, and as many results as there are of the
/// latter.
Slip roles_swapped(const Program& program) {
  return [all = cross_attentions(program)](const Call& call) -> std::optional<Tensor> {
    for (const CrossAttention& right : all) {
      const Tensor& asking = right.queries.x;
      const Tensor& looked_at = right.keys_and_values.front().x;
      if (call.operation == right.queries.split.operation()) {
        return heads_of(right.queries, looked_at);
      }
      for (const HeadsOf& heads : right.keys_and_values) {
        if (call.operation == heads.split.operation()) return heads_of(heads, asking);
      }
    }
    const auto* join = calls<View>(call);
    if (all.empty() || !join || call.name != names::joined_heads) return {};
    const Tensor& heads_last = call.operands[0];  // (…, T, h, hd)
    if (heads_last.numel() == join->shape.product()) return {};
    return view(heads_last, join->shape.with(join->shape.rank() - 2, heads_last.size(-3)));
  };
}

/// Keys and values made of other tokens: of what the encoder got, or of those who ask.
std::vector<Way> looked_at_instead(const Program& program, bool of_the_encoder) {
  std::vector<CrossAttention> all = cross_attentions(program);
  if (all.empty()) return {};
  return {[all = std::move(all), of_the_encoder](const Call& call) -> std::optional<Tensor> {
    for (const CrossAttention& right : all) {
      for (const HeadsOf& heads : right.keys_and_values) {
        if (call.operation != heads.split.operation()) continue;
        if (!of_the_encoder) return heads_of(heads, right.queries.x);
        const auto x = find_operand(heads.x, names::x);
        if (!x || x->shape() != heads.x.shape()) return {};
        return heads_of(heads, *x);
      }
    }
    return {};
  }};
}

constexpr std::string_view source = "tokens of cross-attention";

constexpr Mistake about_cross_attention[] = {
    {"cross-attention-roles-swapped",
     {"인코더-디코더 어텐션에서 쿼리는 인코더의 출력으로, 키와 값은 디코더의 토큰으로 만들었습니다. "
      "묻는 쪽은 디코더이므로 쿼리는 디코더에서, 키와 값은 인코더에서 와야 합니다.",
      "In encoder-decoder attention the queries were made of the encoder's output, and keys and "
      "values of the decoder's tokens. It is the decoder that asks: queries come from the decoder, "
      "keys and values from the encoder."},
     "cross_attn(y, enc_out, enc_out)    # query, key, value",
     [](const Program& program) -> std::vector<Way> { return {roles_swapped(program)}; },
     {.alone = false, .about = source}},
    {"self-attention-for-cross-attention",
     {"인코더-디코더 어텐션의 키와 값도 디코더의 토큰으로 만들었습니다. 그러면 디코더의 셀프 어텐션이 "
      "되어 원문을 보지 못합니다. 쿼리만 디코더에서 오고, 키와 값은 인코더의 출력에서 와야 합니다.",
      "The keys and values of encoder-decoder attention were made of the decoder's tokens, too. That "
      "is self-attention of the decoder, which never sees the source. Only queries come from the "
      "decoder; keys and values come from the encoder's output."},
     "cross_attn(y, enc_out, enc_out)    # query, key, value",
     [](const Program& program) { return looked_at_instead(program, false); },
     {.alone = false, .about = source}},
    {"inputs-for-encoder-output",
     {"키와 값을 인코더의 출력이 아니라 인코더에 들어가는 x로 만들었습니다. 디코더는 인코더가 원문을 다 "
      "읽고 낸 enc_out을 봅니다.",
      "Keys and values were made of x, which goes into the encoder, not of what comes out. The "
      "decoder looks at enc_out, what the encoder made of the whole source."},
     "cross_attn(y, enc_out, enc_out)    # enc_out = encoder(x)",
     [](const Program& program) { return looked_at_instead(program, true); },
     {.alone = false, .about = source}},
};

}  // namespace

std::vector<Tensor> encoder_outputs(const Program& program) {
  std::vector<Tensor> outputs;
  for (const CrossAttention& attention : cross_attentions(program)) {
    const Tensor& x = attention.keys_and_values.front().x;
    const bool is_known = std::find(outputs.begin(), outputs.end(), x) != outputs.end();
    if (x.operation() && !is_known) outputs.push_back(x);
  }
  return outputs;
}

std::span<const Mistake> cross_attention_mistakes() {
  return about_cross_attention;
}

}  // namespace attn
