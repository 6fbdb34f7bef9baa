#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/vision.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Attention takes a set: only the position vectors say which patch lies where.
void order_of_patches(const Settings& s, Page& page) {
  const Seen seen = chapter6::seen(s);
  const EncoderLayer layer = encoder(s);
  const Tensor patches_by_columns =
      chapter6::patches_by_columns(seen.pixels)
          .named("patches_by_columns")
          .labelled(0, std::make_shared<const Labels>(Labels{"p0", "p2", "p1", "p3"}));
  const Tensor other_vectors = seen.projection(patches_by_columns / white);
  const Tensor other_with_class =
      cat({seen.cls_token, other_vectors})
          .named("by_columns")
          .labelled(0, std::make_shared<const Labels>(Labels{"cls", "p0", "p2", "p1", "p3"}));
  const auto class_of = [&](const Tensor& x) { return select(layer(x), 0, 0); };

  const Tensor class_vector = class_of(seen.image_x).named("class_vector");  // (d)
  const Tensor class_by_columns =
      class_of(other_with_class + seen.position_embedding).named("class_by_columns");
  const Tensor rows = layer(seen.with_class);  // (1 + N, d), without positions
  const Tensor other_rows = layer(other_with_class);
  const Tensor no_positions = select(rows, 0, 0).named("no_positions");
  const Tensor no_positions_by_columns = select(other_rows, 0, 0).named("no_positions_by_columns");

  page.text(
      "패치를 위에서 아래로 먼저 자르면 순서가 달라져 patches_by_columns가 됩니다. 패치의 내용은 "
      "같고 둘째와 셋째의 자리만 바뀝니다. 그런데 위치 벡터는 자리마다 정해져 있으므로, 학습할 "
      "때와 다른 순서로 넣으면 엉뚱한 위치가 더해져 결과가 달라집니다. 위치 벡터가 없다면 클래스 "
      "토큰은 순서를 전혀 알 수 없습니다. 어텐션은 가중합(weighted sum)이라 더하는 순서와 상관없기 "
      "때문입니다.",
      "Cut from top to bottom first, the patches come in another order, patches_by_columns. Their "
      "content is the same; the second and the third have changed places. But position vectors "
      "belong to places, so an order other than in training adds the wrong position to a patch, "
      "and the result differs. Without position vectors the class token could not know the order "
      "at all: attention is a weighted sum, which does not care what is added first.");
  page.practice_gives({"by_columns"});
  page.code(
      "patches_by_columns = squares.transpose(0, 1).reshape(-1, 16)\n"
      "by_columns = torch.cat((cls_token, projection(patches_by_columns / 9)))\n"
      "class_vector = encoder(image_x)[0]\n"
      "class_by_columns = encoder(by_columns + position_embedding)[0]\n"
      "no_positions = encoder(with_class)[0]\n"
      "no_positions_by_columns = encoder(by_columns)[0]");
  page.whole_numbers(seen.patches);
  page.counter_example(patches_by_columns, true);
  page.text("위치 벡터를 더했을 때 클래스 토큰의 출력입니다.",
            "The class token's output with position vectors:");
  page.tensor(class_vector);
  page.counter_example(class_by_columns);
  page.text("위치 벡터가 없으면 이렇습니다.", "And without:");
  page.tensor(no_positions);
  page.tensor(no_positions_by_columns);

  const Tensor context_vec = operand_of(class_vector, "context_vec");
  const Tensor encoded = given_to<Select>(class_vector);
  page.check(by_hand::is_attention(context_vec, by_hand::Sees::all) &&
                 by_hand::are_normalized(
                     encoded, operand_of(encoded, "after_norm1") + operand_of(encoded, "ff_out"),
                     LayerNorm::default_eps),
             "어텐션과 마지막 LayerNorm을 수 하나씩 손으로 계산해도 같습니다",
             "the attention and the last LayerNorm are the same worked out number by number");
  const bool blind = allclose(no_positions, no_positions_by_columns, 1e-4F, 1e-5F);
  const float apart = largest_size(class_vector - class_by_columns);
  page.check(blind, "위치 벡터가 없으면 순서가 달라도 클래스 토큰의 출력이 같습니다",
             "without positions the class token's output is the same in either order");
  const auto same_row = [&](Size i, Size j) {
    return allclose(select(rows, 0, i), select(other_rows, 0, j), 1e-3F, 1e-3F);
  };
  page.check(
      same_row(1, 1) && same_row(2, 3) && same_row(3, 2) && same_row(4, 4),
      "이때 패치의 출력도 값은 그대로이고 자리만 바뀝니다: p1과 p2가 서로 바뀌었습니다",
      "then the patches' outputs, too, keep their values and only change places: p1 and p2 are "
      "exchanged");
  if (apart > 1e-4F) {
    page.check(!allclose(class_vector, class_by_columns),
               "위치 벡터가 있으면 최대 {:.4f}만큼 달라집니다",
               "with positions it differs by up to {:.4f}", apart);
  } else {
    page.note(
        "이 설정에서는 벡터의 차원이 너무 작아, LayerNorm을 지나면 차이가 거의 남지 않습니다.",
        "With these settings a vector has so few numbers that LayerNorm leaves hardly any "
        "difference.");
  }
  page.ask_choice(
      {"위치 벡터를 더하지 않고 패치 둘의 자리를 바꾸면 클래스 토큰의 출력은 어떻게 됩니까?",
       "No position vectors are added, and two patches change places. What happens to "
       "the class token's output?"},
      {{{"언제나 달라집니다", "it always differs"},
        {"위치 벡터가 없으면 클래스 토큰은 패치의 내용만 볼 뿐 자리를 모릅니다",
         "without position vectors the class token sees what the patches hold, not where they lie"}},
       {{"두 칸의 자리가 바뀝니다", "two of its cells change places"},
        {"자리를 바꾸는 것은 패치이지 벡터 안의 칸이 아닙니다",
         "it is patches that change places, not the cells within a vector"}},
       {{"모든 칸이 0이 됩니다", "all of its cells become 0"},
        {"가중합에서 항의 순서만 바뀔 뿐 사라지는 항은 없습니다",
         "the terms of the sum change their order, and none of them vanishes"}},
       {{"그대로입니다", "it stays the same"}}},
      blind ? 3 : 0);
}

}  // namespace attn::chapter6
