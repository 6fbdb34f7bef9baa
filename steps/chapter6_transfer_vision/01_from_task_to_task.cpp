#include "chapter6_transfer_vision/pieces.h"
#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "chapter6_transfer_vision/vision.h"
#include "shared/map.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Every shape on the map is the shape of a tensor that the steps really compute.
void from_task_to_task(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const Model first(2, generator);
  const Model second(3, generator);
  const Task a = task_a();
  const Task b = task_b();
  const Tensor logits_a = first(a.ids).named("logits_a");
  const Tensor logits_b = second(b.ids).named("logits_b");
  const Tensor features = operand_of(logits_b, "features");
  const Batch batch = padded_batch(s);
  const Seen seen = chapter6::seen(s);
  const EncoderLayer layer = encoder(s);
  const Tensor encoded_image = layer(seen.image_x).named("encoded");
  const Tensor class_vector = select(encoded_image, 0, 0).named(names::class_vector);
  const Tensor encoded_text = layer(select(batch.x, 0, 1)).named("encoded_text");

  page.text(
      "트랜스포머가 널리 쓰이게 된 데에는 두 가지가 큰 몫을 했습니다. 하나는 전이 학습(transfer "
      "learning)으로, 많은 데이터로 한 번 학습한 모델을 다른 과제에 옮겨 쓰는 것입니다. 다른 "
      "하나는 글을 넘어 이미지까지 다루게 된 것으로, 이미지를 패치(patch)로 자르면 같은 "
      "인코더(encoder)가 그대로 읽습니다. 2-5번에서는 작은 모델을 실제로 학습해 옮기고, "
      "6-8번에서는 사전 학습(pre-training) 모델의 토큰화를, 9-13번에서는 비전 트랜스포머(vision "
      "transformer)를 다룹니다.",
      "Two things did much to bring transformers into use everywhere. One is transfer learning: a "
      "model is trained once, on much data, and taken to other tasks. The other is the way from "
      "text to images, which the same encoder can read once they are cut into patches. Steps 2-5 "
      "really train a small model and move it, steps 6-8 are about the tokenizer of a pre-trained "
      "model, and steps 9-13 about the vision transformer.");
  begin_code(page);
  page.table(
      {{"단계", "steps"}, {"하는 일", "what happens"}, {"모양의 흐름", "how shapes flow"}},
      {{"2", Text("사전 학습", "pre-training"), shapes_along({a.ids, logits_a})},
       {"3-5", Text("동결, 미세 조정", "freeze, fine-tune"),
        shapes_along({b.ids, features, logits_b})},
       {"6", Text("조각과 번호", "pieces and ids"),
        shapes_along({given_to<Stack>(batch.input_ids, 1)})},
       {"7", Text("벡터와 패딩", "vectors and padding"), shapes_along({batch.input_ids, batch.x})},
       {"8", Text("패딩 마스크", "padding mask"), shapes_along({batch.attention_mask})},
       {"9", Text("패치", "patches"), shapes_along({seen.pixels, seen.patches})},
       {"10", Text("클래스 토큰, 위치", "class token, positions"),
        shapes_along({seen.patch_vectors, seen.image_x})},
       {"11-12", Text("같은 인코더", "the same encoder"),
        shapes_along({encoded_image, class_vector})},
       {"13", Text("글과 이미지", "text and image"),
        formatted("{}, encoded_image {}", shapes_along({encoded_text}),
                  to_string(encoded_image.shape()))}});
  page.check(encoded_image.size(-1) == encoded_text.size(-1) && batch.x.size(-1) == d_model(s),
             "글이든 이미지든 토큰(token)마다 {}차원 벡터가 되어 같은 인코더를 지납니다",
             "text or image, each token becomes a vector of size {} and passes the same encoder",
             d_model(s));
  page.ask_count({"8 × 8 이미지를 4 × 4 패치로 자르면 패치는 몇 개입니까?",
                  "An image of 8 × 8 pixels is cut into patches of 4 × 4. How many are there?"},
                 {"한 변에 패치가 둘씩 들어갑니다", "two patches go along each side"},
                 seen.patches.size(0), {},
                 {{2,
                   {"한 변에 놓이는 패치의 수이며, 변은 둘입니다",
                    "that is how many go along one side, but there are two sides"}},
                  {16, {"패치 하나의 화소의 수입니다", "that is how many pixels one patch has"}},
                  {8, {"한 변의 화소의 수입니다", "that is how many pixels one side has"}}});
}

}  // namespace attn::chapter6
