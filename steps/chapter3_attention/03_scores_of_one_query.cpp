#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// One token asks all tokens: how much do you have to do with me?
void scores_of_one_query(const Settings& s, Page& page) {
  const Tensor query = select(s.inputs(), 0, s.query()).named(names::query);
  const Tensor attn_scores_2 =
      matmul(s.inputs(), query).named("attn_scores_2");  // (T, d_in) @ (d_in)

  page.text(
      "셀프 어텐션(self-attention)에서는 한 문장 안의 토큰끼리 서로를 비교합니다. 묻는 토큰을 "
      "쿼리(query)라고 하고, 쿼리가 각 토큰과 얼마나 관련이 있는지를 나타내는 수를 어텐션 "
      "점수(attention score)라고 합니다. 아직 학습할 가중치가 없으므로 임베딩이 그대로 쿼리와 "
      "키(key) 역할을 합니다. 지금은 '{}' 토큰이 묻습니다.",
      "In self-attention the tokens of one sentence are compared with each other. The token that "
      "asks is the query, and how much it has to do with each token is that token's attention "
      "score. There are no weights to learn yet, so the embeddings themselves play both query "
      "and key. Here the token '{}' asks.",
      s.query_token());
  if (s.query() != 1) {
    page.text(
        "이름 끝의 _2는 둘째 토큰을 쿼리로 삼은 노트에서 그대로 가져온 것입니다. 지금 묻는 토큰은 "
        "{0}입니다.",
        "The _2 in the names comes from the notes, where the second token asks. Now it is token "
        "{1}.",
        ordinal_in_korean(s.query() + 1), s.query() + 1);
  }
  page.practice_gives({"query"});
  page.code("query = inputs[{}]\nattn_scores_2 = inputs @ query", s.query());
  page.tensor(query);
  page.tensor(attn_scores_2);
  page.ask_shape(
      {formatted(
           "inputs는 모든 토큰의 임베딩이고, query는 그 가운데 묻는 토큰 '{}'의 임베딩입니다. "
           "토큰마다 점수를 하나씩 매기는 attn_scores_2 = inputs @ query의 모양은 무엇입니까?",
           s.query_token()),
       formatted(
           "inputs holds the embeddings of all tokens, query that of the token that asks, '{}'. "
           "Every token gets one score: what is the shape of attn_scores_2 = inputs @ query?",
           s.query_token())},
      attn_scores_2, {s.inputs(), query});

  std::vector<Tensor> dots;
  for (Size i = 0; i < s.num_tokens(); ++i) dots.push_back(dot(select(s.inputs(), 0, i), query));
  if (out_of_range(page, {attn_scores_2})) return;
  page.check(same_product(attn_scores_2, stack(dots), s.inputs(), query),
             "점수는 각 토큰의 행과 쿼리의 내적(dot product)입니다",
             "each score is the dot product of that token's row and the query");
}

}  // namespace attn::chapter3
