#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

constexpr Size vocabulary = 5;

void shapes_on_the_way(const Settings& s, const Tensor& memory, const Tensor& y,
                       const Tensor& probs, Page& page) {
  const auto met = [&](std::string_view name) { return operand_of(probs, name); };
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };
  const auto of = [&](std::string_view name) { return shape(met(name)); };
  page.table({{"하는 일", "what happens"}, {"나온 텐서", "gives"}, {"모양", "shape"}},
             {{Text("원문", "source"), "inputs", shape(s.inputs())},
              {Text("선형층 embed", "linear layer embed"), "x", of("x")},
              {Text("인코더 층", "encoder layer"), "enc_out", shape(memory)},
              {Text("번역문의 앞부분", "the target so far"), "y", shape(y)},
              {Text("디코더: 인과 셀프 어텐션", "decoder: causal self-attention"), "self_attended",
               of("self_attended")},
              {Text("디코더: enc_out에 묻기", "decoder: ask enc_out"), "cross_attended",
               of("cross_attended")},
              {Text("디코더: 피드포워드", "decoder: feed-forward"), "ff_out", of("ff_out")},
              {Text("더하고 정규화", "add and normalize"), "dec_out", of("dec_out")},
              {Text("단어마다 점수", "a score for each word"), "logits", of("logits")},
              {"softmax", "probs", shape(probs)}});
}

}  // namespace

// Source in, encoder, decoder, and for each place of the target a guess at the next word.
void encoder_to_decoder(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor y = target(s, generator);  // (T_dec, d)
  const DecoderLayer decoder(d_model(s), s.heads(), 4 * d_model(s), generator);
  Linear to_words(d_model(s), vocabulary, true, generator);
  to_words.name("to_words.");
  const Tensor memory = enc_out(s);                            // (T, d)
  const Tensor dec_out = decoder(y, memory).named("dec_out");  // (T_dec, d)
  const Tensor logits = to_words(dec_out).named("logits");     // (T_dec, vocabulary)
  const Tensor probs = softmax(logits, -1).named("probs");     // (T_dec, vocabulary)
  const Size T_dec = y.size(0);

  page.text(
      "인코더가 원문을 한 번에 읽어 enc_out을 만듭니다. 디코더 층은 세 부분으로, 번역문에서 자기와 "
      "그 앞의 토큰만 보는 인과 셀프 어텐션, enc_out에 묻는 인코더-디코더 어텐션, 그리고 "
      "피드포워드이며, 부분마다 더하고 정규화합니다. 끝의 선형층이 단어 {}개에 점수를 매기면 "
      "softmax가 다음 단어의 확률로 바꿉니다. 난수인 y 대신 번역문의 임베딩과 위치를 넣고 층을 "
      "늘려 학습하면 번역 모델이 됩니다.",
      "The encoder reads the source at once and makes enc_out. A decoder layer has three parts: "
      "causal self-attention, where a token of the target sees itself and those before it, "
      "encoder-decoder attention, which asks enc_out, and feed-forward, each with an addition and "
      "a LayerNorm behind it. A linear layer scores each of {} words, and softmax makes "
      "probabilities of the next word. With a target's embeddings and positions in place of the "
      "random y, with more layers and with training, this becomes a translation model.",
      vocabulary);
  page.code(
      "torch.manual_seed({0})\n"
      "y = torch.randn({1}, d_model)\n"
      "decoder_layer = torch.nn.TransformerDecoderLayer(\n"
      "    d_model, num_heads, dim_feedforward=4 * d_model, dropout=0)\n"
      "to_words = torch.nn.Linear(d_model, {2})\n"
      "future = torch.ones({1}, {1}).triu(diagonal=1).bool()\n"
      "dec_out = decoder_layer(y, enc_out, tgt_mask=future)\n"
      "logits = to_words(dec_out)\n"
      "probs = torch.softmax(logits, dim=-1)",
      s.seed_or(seed_of_models), T_dec, vocabulary);
  shapes_on_the_way(s, memory, y, probs, page);
  page.tensor(dec_out);
  page.tensor(logits);
  page.tensor(probs);
  page.check(probs.shape() == Shape{T_dec, vocabulary},
             "번역문의 자리마다 단어 {}개의 확률이 나옵니다: {}",
             "each place of the target gets probabilities of {} words: {}", vocabulary,
             to_string(probs.shape()));
  page.ask_shape({formatted("디코더의 토큰이 {}개, 원문의 토큰이 {}개이고, 자리마다 단어 {}개에 "
                            "점수를 매깁니다. 이 점수 logits의 모양은 무엇입니까?",
                            T_dec, s.num_tokens(), vocabulary),
                  formatted("With {} tokens in the decoder, {} in the source and a score for each "
                            "of {} words at each place: what is the shape of these scores, logits?",
                            T_dec, s.num_tokens(), vocabulary)},
                 logits);
  if (out_of_range(page, {memory, probs})) return;
  page.check(rows_sum_to_one(probs), "자리마다 확률의 합이 1입니다",
             "the probabilities at each place sum to 1");
  const Tensor shorter = decoder(narrow(y, 0, 0, T_dec - 1), memory);
  page.check(
      allclose(shorter, narrow(dec_out, 0, 0, T_dec - 1), 1e-4F, 1e-4F),
      "번역문의 마지막 토큰을 빼도 앞자리의 결과는 그대로입니다: 디코더는 미래를 보지 않습니다",
      "without the target's last token the results before it stay the same: the decoder "
      "does not look ahead");
}

}  // namespace attn::chapter5
