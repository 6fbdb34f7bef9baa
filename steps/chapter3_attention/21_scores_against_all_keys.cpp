#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The query meets all keys at once. Now the keys must be turned.
void scores_against_all_keys(const Settings& s, Page& page) {
  const WeightedAttention flow = weighted_attention(s);
  const Tensor& query_2 = flow.query_2;
  const Tensor& keys = flow.keys;
  const Tensor attn_scores_2 =
      matmul(query_2, T(keys)).named("attn_scores_2");  // (d_out) @ (d_out, T)

  page.text(
      "쿼리 하나를 모든 키와 한 번에 비교합니다. keys는 토큰마다 한 행이므로, 쿼리와 곱하려면 키가 "
      "열이 되도록 전치해야 합니다. 그래서 keys.T를 씁니다. 결과는 토큰마다 점수 하나입니다.",
      "One query is compared with all keys at once. keys has a row for each token, so to "
      "multiply it with the query the keys have to become columns: that is what keys.T does. The "
      "result is one score per token.");
  page.code("attn_scores_2 = query_2 @ keys.T");
  page.tensor(keys);
  page.tensor(query_2);
  page.tensor(attn_scores_2);
  page.ask_choice(
      {"크기가 무엇이든, 쿼리 query_2가 모든 키에 주는 점수를 한 번에 구하는 식은 무엇입니까?",
       "Which expression computes the scores of query_2 against all keys at once, whatever the "
       "sizes?"},
      {{"query_2 @ keys",
        {"안쪽 크기가 d_out과 토큰의 수여서 같지 않으면 곱할 수 없습니다",
         "its inner sizes are d_out and the number of tokens, which need not agree"}},
       {"query_2 @ keys.T"},
       {"query_2 * keys",
        {"원소끼리 곱하기만 하고 더하지 않아 점수가 되지 않습니다",
         "that multiplies the elements but does not add them up to scores"}},
       {"keys.T @ query_2",
        {"keys.T의 열은 토큰마다 하나인데 query_2의 원소는 d_out개입니다",
         "keys.T has a column for each token, but query_2 has d_out elements"}}},
      1, {query_2, keys});
  if (out_of_range(page, {attn_scores_2})) return;
  const Tensor keys_2 = select(keys, 0, s.query());
  page.check(
      same_product(select(attn_scores_2, 0, s.query()), dot(query_2, keys_2), query_2, keys_2),
      "{0} 점수는 20번의 attn_score_22입니다", "score {1} is attn_score_22 of step 20",
      ordinal_in_korean(s.query() + 1), s.query() + 1);
}

}  // namespace attn::chapter3
