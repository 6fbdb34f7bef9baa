#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// Near positions are alike, far ones less, if d is large; and only the distance counts.
void similarity_by_distance(const Settings&, Page& page) {
  const Tensor position_similarity =
      cosines(positional_encoding(few_positions, model_size)).named("position_similarity");
  const Tensor by_distance = select(cosines(positional_encoding(64, model_size)), 0, 0);  // (64)

  page.text(
      "두 위치의 벡터가 얼마나 닮았는지 코사인으로 잽니다. 어디에 있든 거리만 같으면 유사도 "
      "position_similarity가 같습니다. 그리고 d = {}처럼 d가 크면 대체로 가까운 위치일수록 더 "
      "닮았고 멀어질수록 덜 닮았습니다. d가 작으면 쌍이 몇 개뿐이어서, 멀어지다가 다시 닮기도 "
      "합니다.",
      "How alike two positions are is measured by cosine. position_similarity depends on the "
      "distance only, wherever the two stand. And with a large d, such as {}, nearer positions are "
      "on the whole more alike, and farther ones less. With a small d there are few pairs, and "
      "positions further apart may become more alike again.",
      model_size);
  page.code(
      "pe, _, _ = positional_encoding({}, {})\n"
      "unit = pe / pe.norm(dim=-1, keepdim=True)\n"
      "position_similarity = unit @ unit.T",
      few_positions, model_size);
  page.tensor(position_similarity);
  page.text("거리 0부터 63까지의 유사도입니다.", "Similarity over distances from 0 to 63:");
  page.plot(arange(64).named("distance"), {clone(by_distance).named("cosine")});
  bool only_distance = true;
  bool falls = true;
  for (Size i = 0; i + 1 < few_positions; ++i) {
    falls = falls && by_distance.at({i + 1}) < by_distance.at({i});
    for (Size j = 0; j + 1 < few_positions; ++j) {
      const float off = position_similarity.at({i, j}) - position_similarity.at({i + 1, j + 1});
      only_distance = only_distance && off < 1e-5F && off > -1e-5F;
    }
  }
  page.check(falls, "거리 0에서 {}까지 유사도가 계속 줄어듭니다",
             "from distance 0 to {} similarity keeps falling", few_positions - 1);
  page.check(only_distance, "거리가 같으면 유사도도 같습니다: 대각선을 따라 값이 같습니다",
             "equal distances have equal similarity: values along a diagonal are the same");
  const Tensor few_pairs = select(cosines(positional_encoding(few_positions, small_size)), 0, 0);
  page.check(few_pairs.at({6}) > few_pairs.at({3}),
             "d = {}이면 거리 3의 유사도 {:.4f}보다 거리 6의 유사도 {:.4f}가 더 큽니다",
             "with d = {}, similarity is {:.4f} at distance 3 and larger, {:.4f}, at distance 6",
             small_size, few_pairs.at({3}), few_pairs.at({6}));
  const Tensor lengths = row_lengths(positional_encoding(few_positions, model_size));
  page.check(allclose(lengths, ones({few_positions}) * 16.0F),
             "모든 위치 벡터의 길이가 √(512 ÷ 2) = 16으로 같습니다",
             "all position vectors have the same length, √(512 ÷ 2) = 16");
  page.ask_choice({"위치 2와 5의 유사도와 똑같은 것은 어느 두 위치의 유사도입니까?",
                   "Which two positions are exactly as alike as positions 2 and 5?"},
                  {{{"위치 2와 4", "positions 2 and 4"},
                    {"위치 2를 함께 쓰지만, 둘 사이가 2와 5보다 가깝습니다",
                     "they share position 2, but are nearer to each other than 2 and 5"}},
                   {{"위치 0과 5", "positions 0 and 5"},
                    {"위치 5를 함께 쓰지만, 둘 사이가 2와 5보다 멉니다",
                     "they share position 5, but are further from each other than 2 and 5"}},
                   {{"위치 1과 3", "positions 1 and 3"},
                    {"둘 사이가 2와 5보다 한 칸 가깝습니다",
                     "they are nearer to each other by one place than 2 and 5"}},
                   {{"위치 4와 7", "positions 4 and 7"}}},
                  3);
}

}  // namespace attn::chapter1
