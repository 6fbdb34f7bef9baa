#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/vision.h"
#include "lesson/comparing.h"
#include "nn/layer_norm.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// The layer does not know whether its tokens were words or patches.
void the_same_encoder(const Settings& s, Page& page) {
  const Seen seen = chapter6::seen(s);
  const Size n = seen.image_x.size(0);
  const EncoderLayer layer = encoder(s);
  const Tensor encoded = layer(seen.image_x).named("encoded");      // (1 + N, d)
  const Tensor attn_weights = operand_of(encoded, "attn_weights");  // (h, 1 + N, 1 + N)
  const Tensor class_vector = select(encoded, 0, 0).named(names::class_vector);  // (d)
  Generator generator(s.seed_or(seed_of_models));
  Linear head(d_model(s), 3, true, generator);
  head.name("head.");
  const auto letters = std::make_shared<const Labels>(Labels{"ㄱ", "ㄴ", "ㄷ"});
  const Tensor logits = head(class_vector).named("logits").labelled(0, letters);  // (3)
  const Tensor probabilities = softmax(logits, -1).named("probabilities");

  page.text(
      "이제부터는 글과 똑같습니다. 5.11의 인코더 층에 단어 대신 패치를 넣기만 하면 됩니다. "
      "이미지에는 미래가 없으므로 마스크 없이 모든 토큰이 모든 토큰을 봅니다. 나온 벡터 가운데 "
      "클래스 토큰의 것만 머리에 넣어 분류합니다. 가중치가 아직 난수이므로 확률에는 뜻이 없고, "
      "학습하는 방법은 2번에서 본 그대로입니다.",
      "From here on all is as with text: the encoder layer of step 5.11, with patches in place of "
      "words. An image has no future, so nothing is masked and every token sees every other. Of "
      "the vectors that come out, only that of the class token goes into the head, to classify. "
      "The weights are still random, so the probabilities mean nothing yet; training goes as in "
      "step 2.");
  page.code(
      "torch.manual_seed({0})\n"
      "encoder = torch.nn.TransformerEncoderLayer(\n"
      "    d, num_heads, dim_feedforward=4 * d, dropout=0)\n"
      "attn_weights = encoder.self_attn(                # (h, 1 + N, 1 + N)\n"
      "    image_x, image_x, image_x, average_attn_weights=False)[1]\n"
      "encoded = encoder(image_x)                       # (1 + N, d)\n"
      "class_vector = encoded[0]                        # (d)\n"
      "torch.manual_seed({0})\n"
      "head = torch.nn.Linear(d, 3)\n"
      "logits = head(class_vector)\n"
      "probabilities = torch.softmax(logits, dim=-1)",
      s.seed_or(seed_of_models));
  page.tensor(encoded);
  page.tensor(class_vector);
  page.tensor(logits);
  page.tensor(probabilities);
  page.tensor(attn_weights);

  const Tensor attn_scores = operand_of(encoded, "attn_scores");
  page.check(
      smallest(attn_weights) > 0 && by_hand::are_dot_products(attn_scores) &&
          by_hand::are_softmax_of(attn_weights, attn_scores,
                                  std::sqrt(static_cast<float>(d_model(s) / s.heads()))),
      "가중치는 마스크 없는 softmax 그대로여서 0이 없습니다: 모든 토큰이 모든 토큰을 봅니다",
      "the weights are a softmax without a mask, and none is 0: every token sees every other");
  const Tensor after_norm1 = operand_of(encoded, "after_norm1");
  page.check(
      by_hand::are_normalized(encoded, after_norm1 + operand_of(encoded, "ff_out"),
                              LayerNorm::default_eps),
      "encoded의 행마다 (x - 평균) ÷ √(분산 + eps)를 손으로 구해도 같습니다(x는 LayerNorm에 들어간 "
      "합)",
      "each row of encoded is (x - mean) ÷ √(variance + eps), worked out by hand, of the sum x "
      "that enters its LayerNorm");
  page.note(
      "ViT의 층은 4.22처럼 LayerNorm을 앞에 두고 GELU를 쓰지만 흐름은 같습니다.",
      "The layers of a ViT have LayerNorm in front and GELU, as in step 4.22, but the flow is the "
      "same.");
  page.ask_shape(
      {formatted("패치 {}개와 클래스 토큰 하나가 배치 축 없이, 헤드 {}개인 인코더를 지납니다. "
                 "헤드마다 행렬이 하나인 어텐션 가중치 attn_weights의 모양은 무엇입니까?",
                 n - 1, s.heads()),
       formatted("{} patches and the class token, without a batch axis, go through an encoder with "
                 "{} head{}. What is the shape of attn_weights, a matrix for each head?",
                 n - 1, s.heads(), s.heads() == 1 ? "" : "s")},
      attn_weights);
}

}  // namespace attn::chapter6
