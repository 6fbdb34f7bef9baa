#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "chapter5_encoder_decoder/writer.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

void shapes_on_the_way(const Settings& s, const Tensor& memory, const Tensor& probs, Page& page) {
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };
  const auto of = [&](std::string_view name) { return shape(operand_of(probs, name)); };
  page.table({{"하는 일", "what happens"}, {"나온 텐서", "gives"}, {"모양", "shape"}},
             {{Text("원문", "source"), "inputs", shape(s.inputs())},
              {Text("선형층 embed", "linear layer embed"), "x", of("x")},
              {Text("위치를 더해 인코더 층으로", "positions added, encoder layer"), "memory",
               shape(memory)},
              {Text("번역문의 앞부분", "the target so far"), "y", of("y")},
              {Text("디코더: 인과 셀프 어텐션", "decoder: causal self-attention"), "self_attended",
               of("self_attended")},
              {Text("디코더: memory에 묻기", "decoder: ask memory"), "cross_attended",
               of("cross_attended")},
              {Text("디코더: 피드포워드", "decoder: feed-forward"), "ff_out", of("ff_out")},
              {Text("더하고 정규화", "add and normalize"), "dec_out", of("dec_out")},
              {Text("단어마다 점수", "a score for each word"), "logits", of("logits")},
              {"softmax", "probs", shape(probs)}});
}

}  // namespace

// Source in, encoder, decoder, and the target grows word by word.
void encoder_to_decoder(const Settings& s, Page& page) {
  const Size d = d_model(s);
  const EncoderLayer layer = layer_of(s);
  const Tensor x = embedded(s);                                              // (T, d)
  const Tensor memory = layer(x + positions(x.size(0), d)).named("memory");  // (T, d)

  Generator generator(s.seed_or(seed_of_models));
  Writer write(d, s.heads(), generator);
  write.decoder = own(s, "decoder_layer", write.decoder);
  const auto weights =
      weights_in_pytorch(s, "decoder_layer", write.decoder, s.seed_or(seed_of_models), true);
  Tensor words = first_words();
  Tensor logits = write(words, memory);
  for (Size n = 1; n < new_words; ++n) {
    words = with_next_word(words, logits);
    logits = write(words, memory);
  }
  const Tensor dec_out = operand_of(logits, "dec_out");                   // (T_dec, d)
  const Tensor y = operand_of(logits, "y");                               // (T_dec, d)
  const Tensor probs = softmax(logits, -1).named("probs");                // (T_dec, vocabulary)
  const Tensor written = with_next_word(words, logits).named("written");  // (T_dec + 1)

  page.text(
      "인코더가 원문을 한 번에 읽어 memory를 만듭니다. 이번에는 x에 위치 인코딩(positional "
      "encoding, 1.14)을 더하므로 원문의 순서도 담깁니다. 디코더 층은 번역문에서 자기와 그 앞의 "
      "토큰만 보는 인과 셀프 어텐션, memory에 묻는 인코더-디코더 어텐션, 피드포워드로 이루어지고, "
      "끝의 선형층이 단어 {0}개에 점수를 매기면 softmax가 다음 단어의 확률로 바꿉니다. 점수가 가장 "
      "큰 단어를 번역문 끝에 붙여 다시 넣기를 되풀이하면 문장이 한 단어씩 늘어납니다(greedy). "
      "단어 벡터와 끝의 선형층이 난수이므로 여기서 고른 단어에는 뜻이 없지만, 층을 늘려 많은 번역문으로 학습하면 이 "
      "계산이 번역 모델이 됩니다.",
      "The encoder reads the source at once and makes memory; this time positions (step 1.14) are "
      "added to x, so it knows the order of the source. A decoder layer is causal self-attention, "
      "where a token of the target sees itself and those before it, encoder-decoder attention, "
      "which asks memory, and feed-forward; a linear layer then scores each of {0} words, and "
      "softmax makes probabilities of the next word. The word with the highest score goes to the "
      "end of the target, which is put in again, and so the sentence grows word by word (greedy). "
      "Word vectors and the last layer are random, so the words chosen here mean nothing; with more layers, and "
      "trained on many translations, this computation becomes a translation model.",
      vocabulary);
  page.practice_gives({"positions", "memory"});
  page.code(
      "import math\n"
      "\n"
      "def positions(n):                                   # 1.14\n"
      "    even = d_model + d_model % 2\n"
      "    power = -math.log(10000.0) / even\n"
      "    rates = torch.exp(torch.arange(0, even, 2) * power)\n"
      "    angles = torch.arange(n)[:, None] * rates\n"
      "    pe = torch.stack((angles.sin(), angles.cos()), dim=2).view(n, even)\n"
      "    return pe[:, :d_model]\n"
      "\n"
      "memory = layer(x + positions(len(x)))\n"
      "{0}"
      "word_vectors = torch.randn({1}, d_model)             # <s>, w1, w2, w3, w4\n"
      "decoder_layer = torch.nn.TransformerDecoderLayer(\n"
      "    d_model, num_heads, dim_feedforward=4 * d_model, dropout=0)\n"
      "to_words = torch.nn.Linear(d_model, {1})\n"
      "{3}"
      "words = [0]                                         # <s>\n"
      "for _ in range({2}):\n"
      "    y = word_vectors[words] + positions(len(words))\n"
      "    future = torch.ones(len(y), len(y)).triu(diagonal=1).bool()\n"
      "    dec_out = decoder_layer(y, memory, tgt_mask=future)\n"
      "    logits = to_words(dec_out)                      # (T_dec, {1})\n"
      "    words.append(int(logits[-1].argmax()))\n"
      "probs = torch.softmax(logits, dim=-1)\n"
      "written = torch.tensor(words)",
      weights.seed, vocabulary, new_words, weights.load);
  shapes_on_the_way(s, memory, probs, page);
  page.text("마지막 단어를 고를 때의 결과입니다.", "What the last word is chosen from:");
  page.tensor(dec_out);
  page.tensor(logits);
  page.tensor(probs);
  page.text("<s>에서 출발해 쓴 단어의 번호입니다.", "The ids of what was written, from <s> on:");
  page.whole_numbers(written);
  const Size T_dec = y.size(0);
  page.ask_shape({formatted("디코더의 토큰이 {}개, 원문의 토큰이 {}개이고, 자리마다 단어 {}개에 "
                            "점수를 매깁니다. 이 점수 logits의 모양은 무엇입니까?",
                            T_dec, s.num_tokens(), vocabulary),
                  formatted("With {} tokens in the decoder, {} in the source and a score for each "
                            "of {} words at each place: what is the shape of these scores, logits?",
                            T_dec, s.num_tokens(), vocabulary)},
                 logits);
  if (out_of_range(page, {memory, probs})) return;
  const Tensor self_attended = operand_of(dec_out, "self_attended");
  const Tensor cross_attended = operand_of(dec_out, "cross_attended");
  page.check(
      by_hand::is_attention(operand_of(self_attended, "context_vec"), by_hand::Sees::so_far) &&
          by_hand::is_attention(operand_of(cross_attended, "context_vec"), by_hand::Sees::all) &&
          by_hand::are_normalized(
              dec_out, operand_of(dec_out, "after_norm2") + operand_of(dec_out, "ff_out"),
              write.decoder.norm3),
      "디코더의 두 어텐션과 마지막 LayerNorm을 수 하나씩 손으로 계산해도 같습니다",
      "both attentions of the decoder and its last LayerNorm are the same worked out number by "
      "number");
  by_hand::check_weights(page, probs, logits, 1);
  const Tensor shorter = write.decoder(narrow(y, 0, 0, T_dec - 1), memory);
  page.check(
      allclose(shorter, narrow(dec_out, 0, 0, T_dec - 1), 1e-4F, 1e-4F),
      "단어를 하나 덧붙여도 앞자리의 결과는 그대로입니다: 디코더는 미래를 보지 않습니다",
      "one word more leaves the results before it as they were: the decoder does not look ahead");
  const Tensor backwards = layer(flip(x, 0) + positions(x.size(0), d));
  const float apart = largest_size(flip(backwards, 0) - memory);
  if (apart > 1e-3F) {
    page.text(
        "원문의 토큰을 거꾸로 넣으면 같은 토큰의 memory도 최대 {:.4f}만큼 달라집니다: 위치를 "
        "더했기 때문입니다.",
        "With the source's tokens in reverse order, memory of the same tokens differs by up to "
        "{:.4f}: their positions were added.",
        apart);
  }
  page.note(
      "실제 모델은 끝을 나타내는 토큰이 나올 때까지 되풀이합니다. 앞자리의 키와 값은 달라지지 "
      "않으므로, 저장해 두었다가 다시 씁니다(7.14의 KV 캐시, KV cache).",
      "Real models go on until a token comes that marks the end. The keys and values of earlier "
      "places do not change, so they are kept and used again (the KV cache, step 7.14).");
}

}  // namespace attn::chapter5
