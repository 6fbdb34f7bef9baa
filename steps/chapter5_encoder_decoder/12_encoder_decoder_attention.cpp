#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// Those who ask sit in the decoder, those who are asked in the encoder.
void encoder_decoder_attention(const Settings& s, Page& page) {
  const CrossAttention cross = cross_attention(s);
  const auto weights = weights_in_pytorch(s, "cross_attn", cross.attention,
                                          s.seed_or(seed_of_models), true, false, Prefix::known);
  const Size T_dec = cross.y.size(0);
  const Size T_enc = s.num_tokens();

  page.text(
      "번역이라면 인코더는 원문을 다 읽었고, 디코더는 번역문을 쓰는 중입니다. 셀프 어텐션은 Q, K, "
      "V를 모두 한 문장에서 만들지만, 인코더-디코더 어텐션(encoder-decoder attention, 크로스 "
      "어텐션)은 Q를 디코더의 토큰 y에서, K와 V를 인코더의 출력 enc_out에서 만듭니다. 그래서 "
      "점수는 (T_dec, T_enc) = ({}, {}) 모양이고, 결과는 묻는 쪽인 디코더의 토큰마다 하나씩 "
      "나옵니다.",
      "In translation, the encoder has read all of the source and the decoder is writing the "
      "target. Self-attention makes Q, K and V of a single sentence. Encoder-decoder attention, or "
      "cross-attention, makes Q of the decoder's tokens y, and K and V of the encoder's output, "
      "enc_out. So the scores are (T_dec, T_enc) = ({}, {}), and a result comes out for each token "
      "of the decoder, which is the one that asks.",
      T_dec, T_enc);
  const auto shape = [](Size rows, Size columns) { return to_string({rows, columns}); };
  page.table(
      {"", "Q", "K, V", {"헤드 하나의 점수", "scores of a head"}},
      {{Text("인코더의 셀프 어텐션", "self-attention, encoder"), "x", "x", shape(T_enc, T_enc)},
       {Text("디코더의 셀프 어텐션", "self-attention, decoder"), "y", "y", shape(T_dec, T_dec)},
       {Text("인코더-디코더 어텐션", "encoder-decoder attention"), "y", "enc_out",
        shape(cross.attn_scores.size(1), cross.attn_scores.size(2))}});
  page.practice_gives({"W_q", "b_q", "split"});
  page.code(
      "{0}"
      "y = torch.randn({1}, d_model)                # tokens of the decoder\n"
      "cross_attn = torch.nn.MultiheadAttention(d_model, num_heads)\n"
      "{2}"
      "def split(x):                               # (T, d_model) → (h, T, hd)\n"
      "    return x.view(len(x), num_heads, -1).transpose(0, 1)\n"
      "W_q, W_k, W_v = cross_attn.in_proj_weight.chunk(3)\n"
      "b_q, b_k, b_v = cross_attn.in_proj_bias.chunk(3)      # they start at 0\n"
      "queries = split(y @ W_q.T + b_q)            # from the decoder\n"
      "keys    = split(enc_out @ W_k.T + b_k)      # from the encoder\n"
      "values  = split(enc_out @ W_v.T + b_v)      # from the encoder\n"
      "attn_scores = queries @ keys.transpose(1, 2)\n"
      "context_vecs, attn_weights = cross_attn(\n"
      "    y, enc_out, enc_out, average_attn_weights=False)",
      weights.seed, T_dec, weights.load);
  page.tensor(cross.y);
  page.tensor(cross.queries);
  page.tensor(cross.keys);
  page.tensor(cross.attn_scores);
  page.tensor(cross.attn_weights);
  page.tensor(cross.context_vecs);
  page.check(cross.context_vecs.shape() == cross.y.shape() && cross.attn_scores.size(2) == T_enc,
             "원문이 토큰 {}개여도 결과의 모양은 묻는 쪽인 y와 같습니다: {}",
             "with a source of length {} the result has the shape of y, which asks: {}", T_enc,
             to_string(cross.y.shape()));
  page.note(
      "순서는 (쿼리, 키, 값)입니다. cross_attn(enc_out, y, y)라고 쓰면 원문의 토큰이 번역문에 묻게 "
      "되어 결과도 원문의 토큰 수만큼 나옵니다.",
      "The order is (query, key, value). cross_attn(enc_out, y, y) would have the source ask the "
      "target, and there would be a result for each token of the source.");
  page.ask_shape(
      {formatted("디코더의 토큰이 {}개, 인코더의 토큰이 {}개, 헤드가 {}개이면 attn_scores의 모양은 "
                 "무엇입니까?",
                 T_dec, T_enc, s.heads()),
       formatted(
           "With {} tokens in the decoder, {} in the encoder and {} head{}: what is the shape of "
           "attn_scores?",
           T_dec, T_enc, s.heads(), s.heads() == 1 ? "" : "s")},
      cross.attn_scores);
  if (out_of_range(page, {cross.attn_scores, cross.attn_weights})) return;
  page.check(by_hand::are_dot_products_of(cross.attn_scores, cross.queries, cross.keys),
             "점수의 칸마다 디코더 토큰의 쿼리와 원문 토큰의 키를 내적해도 같습니다",
             "each score is the dot product of a query of the decoder and a key of the source");
  by_hand::check_weights(page, cross.attn_weights, cross.attn_scores, cross.keys.size(-1));
}

}  // namespace attn::chapter5
