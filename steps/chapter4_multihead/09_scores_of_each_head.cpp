#include <cmath>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// One product, and every head of every sentence has its square of scores.
void scores_of_each_head(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const Tensor q_i =
      select(select(select(f.queries, 0, 0), 0, 0), 0, s.query()).named("q_i");      // (hd)
  const Tensor k_j = select(select(select(f.keys, 0, 0), 0, 0), 0, 0).named("k_j");  // (hd)
  const Tensor score_ij = dot(q_i, k_j).named("score_ij");

  page.text(
      "keys.transpose(2, 3)은 배치와 헤드는 그대로 두고 마지막 두 축만 바꾸어 (b, h, hd, T)로 "
      "만듭니다. 쿼리와 곱하면 문장마다, 헤드마다 (T, T) 점수 행렬이 하나씩 나옵니다. 그 (i, j) "
      "원소는 그 헤드에서 토큰 i의 쿼리와 토큰 j의 키의 내적(dot product), 즉 Q[i]·K[j]입니다. "
      "아래의 score_ij는 첫 문장의 첫 헤드에서 '{}'의 쿼리와 첫 토큰의 키로 하나만 따로 계산한 "
      "것입니다.",
      "keys.transpose(2, 3) leaves batch and heads alone and swaps the last two axes, to (b, h, "
      "hd, T). Multiplied by the queries this gives a (T, T) matrix of scores for each head of "
      "each sentence. Its element (i, j) is the dot product of the query of token i and the key of "
      "token j in that head, Q[i]·K[j]. score_ij is one of them on its own: first sentence, first "
      "head, the query of '{}' and the key of the first token.",
      s.query_token());
  page.practice_gives({"q_i"});
  page.code(
      "attn_scores = queries @ keys.transpose(2, 3)    # (b, h, T, T)\n"
      "q_i, k_j = queries[0, 0, {0}], keys[0, 0, 0]\n"
      "score_ij = q_i.dot(k_j)                   # = attn_scores[0, 0, {0}, 0]",
      s.query());
  page.tensor(q_i);
  page.tensor(k_j);
  page.tensor(score_ij);
  page.text("모든 문장, 모든 헤드, 모든 쌍의 점수입니다.",
            "The scores of all sentences, heads and pairs:");
  page.tensor(f.attn_scores);
  if (out_of_range(page, {f.attn_scores})) return;
  page.ask_cell(
      {formatted("q_i와 k_j로 계산하면 attn_scores[0, 0, {}, 0]은 얼마입니까?", s.query()),
       formatted("Worked out from q_i and k_j, what is attn_scores[0, 0, {}, 0]?", s.query())},
      f.attn_scores, {0, 0, s.query(), 0}, {q_i, k_j},
      {{q_i.at({0}) * k_j.at({0}),
        {"첫째 원소의 곱뿐이며, 나머지 곱도 더해야 합니다",
         "that is the first product alone; the others must be added"}},
       {score_ij.item() / std::sqrt(static_cast<float>(q_i.numel())),
        {"√d_k로 나누기까지 했는데, 점수는 아직 나누지 않습니다",
         "that is divided by √d_k, but a score is not divided yet"}},
       {dot(q_i, q_i).item(),
        {"q_i를 자기 자신과 내적한 것입니다", "that is the dot product of q_i with itself"}},
       {dot(k_j, k_j).item(),
        {"k_j를 자기 자신과 내적한 것입니다", "that is the dot product of k_j with itself"}}});
  const Tensor cell = select(select(select(select(f.attn_scores, 0, 0), 0, 0), 0, s.query()), 0, 0);
  page.check(same_product(score_ij, cell, q_i, k_j),
             "score_ij는 attn_scores[0, 0, {}, 0]과 같습니다",
             "score_ij is attn_scores[0, 0, {}, 0]", s.query());
  page.check(by_hand::are_dot_products_of(f.attn_scores, f.queries, f.keys),
             "모든 문장, 모든 헤드의 모든 쌍을 하나씩 내적해도 같습니다",
             "the dot products of all pairs, one by one, in every head of every sentence, are the "
             "same");
}

}  // namespace attn::chapter4
