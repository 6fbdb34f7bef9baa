#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Adding up rows and columns tells whether softmax took the right axis.
void row_sums(const Settings& s, Page& page) {
  const SimpleAttention flow = simple_attention(s);
  const Tensor& attn_weights = flow.attn_weights;
  const Tensor row_sums = sum(attn_weights, -1).named("row_sums");       // (T)
  const Tensor column_sums = sum(attn_weights, 0).named("column_sums");  // (T)

  page.text(
      "행의 합은 한 쿼리가 나누어 준 가중치를 모두 더한 것이므로, 행마다 softmax를 취했다면 "
      "1입니다. 열의 합은 한 토큰이 모든 쿼리에서 받은 가중치를 더한 것이며, 1이 아니어도 됩니다. "
      "열의 합이 1보다 크면 제 몫보다 많은 주목을 받은 토큰입니다.",
      "A row sum adds up what one query hands out, so after softmax of the rows it is 1. A column "
      "sum adds up what one token receives from all queries, and it need not be 1: above 1, the "
      "token gets more than its share of attention.");
  page.code(
      "row_sums = attn_weights.sum(dim=-1)\n"
      "column_sums = attn_weights.sum(dim=0)");
  page.tensor(attn_weights);
  page.tensor(row_sums);
  page.text("같은 행렬을 열마다 더하면 이렇습니다.", "The same matrix added up by columns:");
  page.tensor(column_sums);
  if (out_of_range(page, {flow.attn_scores, attn_weights})) return;
  by_hand::check_weights_of(page, "11", attn_weights, flow.attn_scores, 1);
  page.check(rows_sum_to_one(attn_weights), "모든 행의 합이 1입니다", "every row sums to 1");
  const float total = sum(column_sums, 0).item();
  page.check(allclose(scalar(total), scalar(static_cast<float>(s.num_tokens())), 1e-4F),
             "열의 합을 모두 더하면 토큰의 수 {}입니다",
             "all column sums together are the number of tokens, {}", s.num_tokens());

  page.ask_cell({formatted("토큰은 {}개이고 attn_weights는 모든 행의 합이 1입니다. 열의 합인 "
                           "column_sums를 모두 더하면 얼마입니까?",
                           s.num_tokens()),
                 formatted("There {} {} token{}, and every row of attn_weights sums to 1. What do "
                           "the sums of its columns, column_sums, add up to?",
                           s.num_tokens() == 1 ? "is" : "are", s.num_tokens(),
                           s.num_tokens() == 1 ? "" : "s")},
                sum(column_sums, 0), {}, {attn_weights},
                {{1, {"합이 1인 것은 행 하나입니다", "a sum of 1 is that of one row"}},
                 {s.num_tokens() * s.num_tokens(),
                  {"칸의 수이며, 칸 하나의 값은 1이 아닙니다",
                   "that is the number of cells, and a cell is not 1"}}});
}

}  // namespace attn::chapter3
