#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// One row of the matrix is the vector computed before.
void the_row_of_the_query(const Settings& s, Page& page) {
  const SimpleAttention flow = simple_attention(s);
  const Tensor& all_context_vecs = flow.all_context_vecs;
  const Tensor row_of_query = select(all_context_vecs, 0, s.query()).named(names::row_of_query);
  const Tensor context_vec_2 = flow.context_vec_2;  // (d_in)

  page.text(
      "행렬로 한꺼번에 구한 결과를 믿어도 되는지 확인합니다. 13번 행렬에서 쿼리 '{}'의 행을 꺼내면 "
      "8번에서 따로 구한 문맥 벡터가 나와야 합니다. 이렇게 작은 계산과 큰 계산의 결과를 비교하면 "
      "실수를 빨리 찾을 수 있습니다.",
      "Can the result of the one big product be trusted? The row of the query '{}' in step 13 "
      "should be the context vector that step 8 computed on its own. Comparing a small computation "
      "with a large one like this is a quick way to find mistakes.",
      s.query_token());
  page.code(
      "row_of_query = all_context_vecs[{}]\n"
      "context_vec_2 = attn_weights_2 @ inputs\n"
      "torch.allclose(row_of_query, context_vec_2)    # True",
      s.query());
  page.tensor(all_context_vecs);
  page.tensor(row_of_query);
  page.tensor(context_vec_2);
  check_same_context(
      page, row_of_query, context_vec_2, s.inputs(), product_sizes(s.inputs(), flow.query),
      {formatted("13번의 {} 행과 8번의 context_vec_2가 같습니다", ordinal_in_korean(s.query() + 1)),
       formatted("row {} of step 13 equals context_vec_2 of step 8", s.query() + 1)});
  if (all_finite(flow.attn_scores_2) && all_finite(row_of_query)) {
    const auto as_row = [](const Tensor& x) { return view(x, {1, -1}); };
    page.check(by_hand::are_softmax_of(flow.attn_weights_2, flow.attn_scores_2) &&
                   by_hand::are_mixtures_of(as_row(context_vec_2), as_row(flow.attn_weights_2),
                                            s.inputs()),
               "softmax와 가중합을 수 하나씩 손으로 계산해도 context_vec_2입니다",
               "softmax and weighted sum, worked out number by number, give context_vec_2, too");
  }

  page.ask_choice(
      {formatted("쿼리는 {} 토큰 '{}'입니다. 입력이 무엇이든, 이 쿼리 하나로 구한 "
                 "context_vec_2와 같은 것은 무엇입니까?",
                 ordinal_in_korean(s.query() + 1), s.query_token()),
       formatted("The query is token {}, '{}'. What equals context_vec_2, computed for "
                 "this query alone, whatever the input?",
                 s.query() + 1, s.query_token())},
      {{formatted("all_context_vecs[:, {}]", s.query()),
        {formatted("콜론 뒤의 {}번은 열이어서, 모든 토큰에서 한 차원씩을 꺼냅니다", s.query()),
         formatted("[:, {}] takes a column, one dimension of every token", s.query())}},
       {formatted("all_context_vecs[{}]", s.query() + 1),
        {"인덱스는 0부터 세므로 한 행 뒤를 가리킵니다",
         "indices start at 0, so that is one row too far"}},
       {formatted("all_context_vecs[{}]", s.query())},
       {"all_context_vecs.sum(dim=0)",
        {"모든 토큰의 문맥 벡터를 더한 것입니다",
         "that adds up the context vectors of all tokens"}}},
      2);
}

}  // namespace attn::chapter3
