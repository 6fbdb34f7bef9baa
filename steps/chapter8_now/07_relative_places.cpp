#include <cmath>

#include "chapter8_now/steps.h"
#include "chapter8_now/turned.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "nn/rope.h"
#include "shared/by_hand.h"
#include "shared/positions.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// The score of q, turned by so many places more than k: worked out from the angle between them.
double score_at_distance(const Tensor& q, const Tensor& k, Size distance) {
  const Size d = q.size(-1);
  double score = 0;
  for (Size i = 0; i < d; i += 2) {
    const double angle = static_cast<double>(distance) /
                         std::pow(10000.0, static_cast<double>(i) / static_cast<double>(d));
    const double q0 = q.at({0, i}), q1 = q.at({0, i + 1});
    const double k0 = k.at({0, i}), k1 = k.at({0, i + 1});
    score += (q0 * k0 + q1 * k1) * std::cos(angle) + (q0 * k1 - q1 * k0) * std::sin(angle);
  }
  return score;
}

/// Whether cell [i, j] depends on i - j alone, in the way of score_at_distance().
bool depend_on_distance(const Tensor& scores, const Tensor& q, const Tensor& k) {
  const float size = row_lengths(q).item() * row_lengths(k).item();
  bool same = true;
  for_each_cell(scores.shape(), [&](const Index& cell) {
    const double expected = score_at_distance(q, k, cell[0] - cell[1]);
    same = same && std::abs(scores.at(cell) - expected) <= 2e-5 * double{size} + 1e-36;
  });
  return same;
}

void ask_which_pair(Page& page) {
  page.ask_choice(
      {"RoPE에서 쿼리 q가 위치 5에, 키 k가 위치 2에 있습니다. 같은 q와 k를 어디에 두어야 점수가 "
       "똑같습니까?",
       "With RoPE, query q is at place 5 and key k at place 2. Where must the same q and k be for "
       "their score to be just the same?"},
      {{{"q는 2, k는 5", "q at 2, k at 5"},
        {"거리의 부호가 바뀌어 반대 방향으로 돌린 것이 됩니다",
         "the distance changes its sign, and the turn is the other way round"}},
       {{"q는 10, k는 4", "q at 10, k at 4"},
        {"위치의 비가 같을 뿐 거리는 두 배가 됩니다",
         "the ratio of the places stays, but the distance is twice as large"}},
       {{"q는 5, k는 3", "q at 5, k at 3"},
        {"쿼리의 위치가 같을 뿐 거리가 줄어듭니다",
         "only the query's place stays; the distance is smaller"}},
       {{"q는 9, k는 6", "q at 9, k at 6"}}},
      3);
}

}  // namespace

// Turned by m and by n, two vectors meet at an angle that m - n alone decides.
void relative_places(const Settings& s, Page& page) {
  const Turned t = turned(s);
  const Size d = rope_size(s);
  const Tensor q = narrow(t.queries, 0, s.query(), 1);  // (1, d)
  const Tensor k = narrow(t.keys, 0, s.query(), 1);     // (1, d)
  const Tensor few = rope_angles(places, d);            // (places, d/2)
  const Tensor q_at = rope(expand(q, {places, d}), few);
  const Tensor k_at = rope(expand(k, {places, d}), few);
  const Tensor placed_scores = matmul(q_at, T(k_at))
                                   .named("placed_scores")
                                   .labelled(0, position_names(0, places))
                                   .labelled(1, position_names(0, places));
  const Tensor attn_weights =
      scaled_softmax(causal_masked(t.attn_scores), d).named("attn_weights");         // (T, T)
  const Tensor context_vecs = matmul(attn_weights, t.values).named("context_vecs");  // (T, d)

  page.text(
      "같은 쿼리와 키를 여러 위치에 놓아 봅니다. 위치 m의 쿼리는 m만큼, 위치 n의 키는 n만큼 "
      "돌았으므로, 내적에는 둘 사이의 각, 곧 m - n만 남습니다. 아래 placed_scores는 '{}'의 쿼리와 "
      "키를 위치마다 놓고 잰 점수인데, 대각선을 따라 값이 모두 같습니다. 위치를 더하는 방식에서는 "
      "단어와 위치가 곱해진 항이 점수에 섞이지만, 여기서는 어디에 있든 거리가 같으면 점수도 "
      "같습니다.",
      "Put the same query and the same key at several places. The query at place m has turned by "
      "m, the key at place n by n, so their dot product keeps only the angle between them, which "
      "comes from m - n. placed_scores below are scores of the query and key of '{}', put at every "
      "place: all values along a diagonal are the same. Where positions are added, products of "
      "words with positions get into the scores; here the same distance gives the same score, "
      "wherever the two are.",
      s.query_token());
  page.practice_gives({"few"});
  page.code(
      "few = torch.arange({0})[:, None] * div_term\n"
      "q_at = rope(queries[{1}].expand({0}, -1), few)\n"
      "k_at = rope(keys[{1}].expand({0}, -1), few)\n"
      "placed_scores = q_at @ k_at.T",
      places, s.query());
  page.tensor(placed_scores);
  page.text(
      "어텐션에서는 쿼리와 키만 돌립니다. 위치는 누구를 볼지, 곧 점수에만 쓰이면 됩니다. 값(value)은 "
      "섞일 내용이므로 돌리지 않습니다. 더한 위치와 달리 층마다 새로 돌리며, 배울 파라미터(parameter)는 "
      "없습니다.",
      "In attention only queries and keys are turned. The place is needed for whom to look at, "
      "which is up to the scores. Values are what gets mixed, and are not turned. Unlike added "
      "positions, the turn is made anew in each layer, and there is nothing in it to learn.");
  page.code(
      "turned_keys = rope(keys, angles)\n"
      "attn_scores = turned_queries @ turned_keys.T\n"
      "mask = torch.ones(len(inputs), len(inputs)).triu(diagonal=1).bool()\n"
      "masked = attn_scores.masked_fill(mask, -torch.inf)\n"
      "attn_weights = torch.softmax(masked / {}**0.5, dim=-1)\n"
      "context_vecs = attn_weights @ values     # values as they are",
      d);
  page.tensor(t.attn_scores);
  page.tensor(attn_weights);
  page.tensor(context_vecs);
  ask_which_pair(page);
  if (out_of_range(page, {t.attn_scores, placed_scores, context_vecs})) return;

  page.check(depend_on_distance(placed_scores, q, k),
             "placed_scores의 칸은 모두 두 벡터와 i - j만으로 손으로 계산한 값과 같습니다",
             "each cell of placed_scores is what by hand comes from the two vectors and i - j "
             "alone");
  const Tensor from_hundred = t.angles + select(rope_angles(101, d), 0, 100);
  const Tensor moved = matmul(rope(t.queries, from_hundred), T(rope(t.keys, from_hundred)));
  const float size = largest_size(row_lengths(t.queries)) * largest_size(row_lengths(t.keys));
  page.check(largest_size(moved - t.attn_scores) <= 1e-4F * size,
             "문장 전체를 100칸 뒤로 옮겨도 attn_scores는 그대로입니다",
             "with the whole sentence moved 100 places on, attn_scores stay the same");
  by_hand::check_weights(page, attn_weights, t.attn_scores, d, by_hand::Sees::so_far);
  page.check(by_hand::are_mixtures_of(context_vecs, attn_weights, t.values),
             "context_vecs는 돌리지 않은 값을 섞은 것입니다",
             "context_vecs mix the values, which were not turned");
}

}  // namespace attn::chapter8
