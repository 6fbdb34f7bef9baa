#include "chapter6_transfer_vision/pieces.h"
#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/vision.h"
#include "nn/parameters.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// One layer, the same weights: a sentence goes through it, then an image.
void text_beside_image(const Settings& s, Page& page) {
  const Batch batch = padded_batch(s);
  const Seen seen = chapter6::seen(s);
  const Size d = d_model(s);
  const Tensor ids = select(batch.input_ids, 0, 1);  // (T), the Korean sentence: no padding
  const Tensor table = batch.token_embedding;
  Generator generator(s.seed_or(seed_of_models));
  const Tensor text_positions = randn({ids.size(0), d}, generator).named(names::text_positions);
  const Tensor text_x = (select(batch.x, 0, 1) + text_positions)  // (T, d)
                            .named("text_x")
                            .labelled(0, std::make_shared<const Labels>(batch.korean));
  const EncoderLayer layer = encoder(s);
  const Tensor encoded_text = layer(text_x).named("encoded_text");          // (T, d)
  const Tensor encoded_image = layer(seen.image_x).named("encoded_image");  // (1 + N, d)
  const auto shape = [](const Tensor& tensor) { return to_string(tensor.shape()); };

  page.text(
      "글과 이미지를 가중치까지 똑같은 인코더에 넣어 봅니다. 다른 것은 벡터가 되기까지의 "
      "과정입니다. 글은 한 줄로 늘어선 기호라 번호로 표에서 벡터를 고르고, 이미지는 가로세로로 "
      "늘어선 수라 패치로 잘라 투영합니다. 일단 (T, d)가 되면 그다음은 같습니다. 글을 위해 만든 "
      "구조를 이미지에도 그대로 쓸 수 있었던 것은 이 때문입니다.",
      "Text and image go through the same encoder, with the very same weights. What differs is the "
      "way to vectors. Text is symbols in a line, whose ids pick vectors from a table; an image is "
      "numbers in rows and columns, cut into patches and projected. Once they are (T, d), the rest "
      "is the same, which is why a design made for text could be taken over for images.");
  page.code(
      "torch.manual_seed({})\n"
      "text_positions = torch.randn(len(korean_ids), d)\n"
      "text_x = token_embedding[korean_ids] + text_positions\n"
      "encoded_text = encoder(text_x)                   # (T, d)\n"
      "encoded_image = encoder(image_x)                 # (1 + N, d)",
      s.seed_or(seed_of_models));
  page.table(
      {{"", ""}, {"글", "text"}, {"이미지", "image"}},
      {{Text("입력", "input"),
        Text(formatted("번호 {}", shape(ids)), formatted("ids {}", shape(ids))),
        Text(formatted("화소 {}", shape(seen.pixels)), formatted("pixels {}", shape(seen.pixels)))},
       {Text("구조", "structure"), Text("한 줄", "a line"),
        Text("가로와 세로", "rows and columns")},
       {Text("토큰 하나", "a token"), Text("조각", "a piece"),
        Text(formatted("패치, 화소 {}개", seen.patches.size(1)),
             formatted("a patch, {} pixels", seen.patches.size(1)))},
       {Text("벡터로", "to vectors"), formatted("token_embedding {}", shape(table)),
        formatted("projection {}", shape(seen.projection.weight))},
       {Text("분류하는 토큰", "to classify"), "[CLS]", "cls_token"},
       {Text("위치", "positions"), shape(text_positions), shape(seen.position_embedding)},
       {Text("인코더의 입력", "into the encoder"), shape(text_x), shape(seen.image_x)},
       {Text("인코더의 출력", "out of it"), shape(encoded_text), shape(encoded_image)},
       {Text("쓰임", "uses"), Text("감성 분석, 개체명 인식", "sentiment, named entities"),
        Text("분류, 객체 검출", "classification, detection")}});
  page.tensor(text_x);
  page.tensor(seen.image_x);
  page.tensor(encoded_text);
  page.tensor(encoded_image);

  EncoderLayer weights = layer;
  const Size learned = num_parameters(parameters(weights));
  page.check(
      encoded_text.shape() == text_x.shape() && encoded_image.shape() == seen.image_x.shape(),
      "같은 파라미터 {}개로 토큰이 {}개인 글도, {}개인 이미지도 처리합니다",
      "the same {} parameters serve a text of {} tokens and an image of {}", learned,
      text_x.size(0), seen.image_x.size(0));
  const auto by_hand_too = [](const Tensor& encoded) {
    return by_hand::is_attention(operand_of(encoded, "context_vec"), by_hand::Sees::all) &&
           by_hand::are_normalized(
               encoded, operand_of(encoded, "after_norm1") + operand_of(encoded, "ff_out"),
               LayerNorm::default_eps);
  };
  page.check(
      by_hand_too(encoded_text) && by_hand_too(encoded_image),
      "글이든 이미지든 어텐션과 마지막 LayerNorm을 수 하나씩 손으로 계산해도 같습니다",
      "of text and image alike, the attention and the last LayerNorm are the same worked out "
      "number by number");
  const Size T = text_x.size(0);
  const Tensor text_first = layer(cat({text_x, seen.image_x}));
  const Tensor image_first = layer(cat({seen.image_x, text_x}));
  const Size n = seen.image_x.size(0);
  page.check(allclose(narrow(text_first, 0, 0, T), narrow(image_first, 0, n, T), 1e-3F, 1e-3F) &&
                 allclose(narrow(text_first, 0, T, n), narrow(image_first, 0, 0, n), 1e-3F, 1e-3F),
             "둘을 한 줄로 이어 넣으면 어느 쪽이 앞이든 토큰마다 결과가 같습니다: 인코더는 글과 "
             "이미지를 구별하지 않습니다",
             "joined into one sequence, each token has the same result whether text or image comes "
             "first: the encoder does not tell text from image");
  page.note(
      "인코더만으로는 문장을 쓰지 못합니다. 번역이나 요약에는 5.13처럼 디코더(decoder)도 있어야 "
      "합니다.",
      "An encoder alone does not write. Translation and summaries take a decoder as well, as in "
      "step 5.13.");
  constexpr Size side = 224 / 16;  // the sizes of ViT-Base/16, Dosovitskiy et al., 2021
  page.ask_count(
      {"ViT-Base는 224 × 224 이미지를 16 × 16 패치로 자르고 클래스 토큰을 붙입니다. 토큰은 "
       "모두 몇 개입니까?",
       "ViT-Base cuts images of 224 × 224 into patches of 16 × 16 and puts a class token in front. "
       "How many tokens is that?"},
      {"224 ÷ 16 = 14이므로 패치는 14 × 14개입니다", "224 ÷ 16 = 14, so there are 14 × 14 patches"},
      side * side + 1, {},
      {{side * side, {"클래스 토큰이 빠졌습니다", "the class token is missing"}},
       {side + 1, {"한 변의 패치만 센 것입니다", "that counts the patches along one side only"}},
       {16 * 16 + 1,
        {"패치 하나의 화소의 수에 하나를 더한 것입니다",
         "that is one more than the pixels of one patch"}},
       {16 * 16, {"패치 하나의 화소의 수입니다", "that is how many pixels one patch has"}}});
}

}  // namespace attn::chapter6
