#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Each row of scores becomes a row of shares. The axis matters.
void softmax_of_each_row(const Settings& s, Page& page) {
  const Tensor attn_scores = simple_attention(s).attn_scores;
  const Tensor attn_weights = softmax(attn_scores, -1).named("attn_weights");  // (T, T)
  const Tensor by_columns = softmax(attn_scores, 0).named("by_columns");

  page.text(
      "한 행에는 쿼리 하나가 모든 토큰에 준 점수가 있으므로, softmax는 행마다 따로 취합니다. "
      "dim=-1은 마지막 축을 따라, 즉 한 행 안에서 옆으로 가며 계산하라는 뜻입니다. dim=0으로 하면 "
      "열마다 합이 1이 되어, 서로 다른 쿼리들이 토큰 하나를 나누어 갖는 엉뚱한 결과가 됩니다.",
      "A row holds the scores that one query gave to all tokens, so softmax is taken row by row. "
      "dim=-1 means along the last axis, that is, across the columns within a row. With dim=0 each "
      "column sums to 1 instead: different queries would share one token among them, which is not "
      "what we want.");
  page.code(
      "attn_weights = torch.softmax(attn_scores, dim=-1)\n"
      "by_columns = torch.softmax(attn_scores, dim=0)    # for comparison only");
  page.tensor(attn_scores);
  page.tensor(attn_weights);
  page.text("비교를 위해 dim=0으로 한 결과입니다.", "For comparison, the result with dim=0:");
  page.counter_example(by_columns);
  page.ask_choice(
      {"점수 행렬이 무엇이든, torch.softmax(attn_scores, dim=0)에서 합이 늘 1인 것은 무엇입니까?",
       "Whatever the matrix of scores, what always sums to 1 in torch.softmax(attn_scores, "
       "dim=0)?"},
      {{{"각 열", "each column"}},
       {{"각 행", "each row"},
        {"행의 합이 1이 되는 것은 dim=-1일 때입니다", "it is with dim=-1 that each row sums to 1"}},
       {{"행렬 전체", "the whole matrix"},
        {"softmax는 행렬 전체가 아니라 한 축을 따라 합을 1로 맞춥니다",
         "softmax makes sums of 1 along one axis, not over the whole matrix"}},
       {{"대각선", "the diagonal"},
        {"대각선의 칸들은 저마다 다른 softmax에서 나와, 그 합은 정해져 있지 않습니다",
         "each cell of the diagonal comes from another softmax, so their sum may be anything"}}},
      0);
  if (out_of_range(page, {attn_scores})) return;
  by_hand::check_weights(page, attn_weights, attn_scores, 1);
  page.check(rows_sum_to_one(T(by_columns)), "by_columns는 열의 합이 1입니다",
             "the columns of by_columns sum to 1");
  if (allclose(T(by_columns), attn_weights)) {
    page.note(
        "여기서는 점수 행렬이 대칭이어서 dim=0의 결과가 attn_weights를 전치한 것과 같습니다. "
        "그래서 축을 잘못 골라도 눈에 잘 띄지 않습니다.",
        "The scores are symmetric here, so dim=0 gives attn_weights transposed. That makes a wrong "
        "axis easy to overlook.");
  }
}

}  // namespace attn::chapter3
