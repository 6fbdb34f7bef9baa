#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Now every token asks, one pair of tokens after another.
void scores_with_loops(const Settings& s, Page& page) {
  const Size num_tokens = s.num_tokens();
  std::vector<Tensor> rows;
  for (Size i = 0; i < num_tokens; ++i) {
    std::vector<Tensor> scores;
    for (Size j = 0; j < num_tokens; ++j) {
      scores.push_back(dot(select(s.inputs(), 0, i), select(s.inputs(), 0, j)));
    }
    rows.push_back(stack(scores));
  }
  const auto tokens = std::make_shared<const Labels>(s.tokens());
  const Tensor attn_scores =
      stack(rows).named(names::attn_scores).labelled(0, tokens).labelled(1, tokens);  // (T, T)

  page.text(
      "이제 모든 토큰이 한 번씩 쿼리가 됩니다. 반복문 두 개로 토큰의 쌍마다 내적을 하나씩 구하면 "
      "{0}×{0} 행렬이 됩니다. i행 j열은 i번째 토큰이 물었을 때 j번째 토큰이 받는 점수입니다.",
      "Now every token takes its turn as the query. Two loops compute one dot product for each "
      "pair of tokens, which makes a {0} by {0} matrix. Row i, column j is the score that token "
      "j gets when token i asks.",
      num_tokens);
  page.code(
      "attn_scores = torch.empty({0}, {0})\n"
      "for i, x_i in enumerate(inputs):\n"
      "    for j, x_j in enumerate(inputs):\n"
      "        attn_scores[i, j] = torch.dot(x_i, x_j)",
      num_tokens);
  page.tensor(attn_scores);
  if (out_of_range(page, {attn_scores})) return;
  const SimpleAttention simple = simple_attention(s);
  page.check(same_product(select(attn_scores, 0, s.query()), simple.attn_scores_2, s.inputs(),
                          simple.query),
             "{0} 행은 3번의 attn_scores_2와 같습니다", "row {1} equals attn_scores_2 of step 3",
             ordinal_in_korean(s.query() + 1), s.query() + 1);
  page.check(same_product(attn_scores, T(attn_scores), s.inputs(), T(s.inputs())),
             "가중치 행렬이 없으므로 i가 j에게 주는 점수와 j가 i에게 주는 점수가 같습니다(대칭)",
             "without weights i scores j as j scores i: the matrix is symmetric");

  const Size other = s.query() == 0 ? num_tokens - 1 : 0;
  const std::string other_token = cut(s.tokens()[static_cast<std::size_t>(other)], 30);
  page.ask_cell(
      {formatted("attn_scores_2에는 '{0}' 토큰이 모든 토큰에 준 점수가 있습니다. 거꾸로 '{1}' "
                 "토큰이 물었을 때 '{0}' 토큰이 받는 점수 attn_scores[{2},{3}]의 값은 얼마입니까?",
                 s.query_token(), other_token, other, s.query()),
       formatted("attn_scores_2 holds the scores that '{0}' gave. The other way round, what is "
                 "attn_scores[{2},{3}], the score that '{0}' gets when '{1}' asks?",
                 s.query_token(), other_token, other, s.query())},
      dot(select(s.inputs(), 0, other), select(s.inputs(), 0, s.query())), {},
      {simple.attn_scores_2},
      {{simple.attn_scores_2.at({s.query()}),
        {"자기 자신에게 준 점수입니다", "that is the score it gave to itself"}},
       {dot(select(s.inputs(), 0, other), select(s.inputs(), 0, other)).item(),
        {"묻는 토큰을 자기 자신과 내적한 것입니다",
         "that is the dot product of the asking token with itself"}},
       {-simple.attn_scores_2.at({other}),
        {"묻는 쪽이 바뀌어도 부호는 바뀌지 않습니다", "the sign does not change with who asks"}}});
}

}  // namespace attn::chapter3
