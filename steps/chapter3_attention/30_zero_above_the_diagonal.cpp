#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The plainest way to hide: multiply by zero.
void zero_above_the_diagonal(const Settings& s, Page& page) {
  const MaskedAttention flow = masked_attention(s);
  const Tensor& attn_weights = flow.unmasked_weights;
  const Size num_tokens = s.num_tokens();
  const Tensor mask_simple = tril(ones({num_tokens, num_tokens})).named("mask_simple");
  const Tensor masked_simple = (attn_weights * mask_simple).named("masked_simple");  // (T, T)

  page.text(
      "가장 단순한 방법은 다 계산한 가중치에 0과 1로 된 마스크(mask)를 곱하는 것입니다. "
      "torch.tril은 대각선과 그 아래만 남기고 나머지를 0으로 만듭니다. 미래의 가중치는 사라졌지만, "
      "그만큼 빠진 행은 합이 1보다 작아집니다.",
      "The plainest way is to multiply the finished weights by a mask of zeros and ones. "
      "torch.tril keeps the diagonal and what is below it and turns the rest into 0. The future is "
      "gone from the weights, and a row that lost its share now sums to less than 1.");
  page.code(
      "mask_simple = torch.tril(torch.ones({0}, {0}))\n"
      "masked_simple = attn_weights * mask_simple",
      num_tokens);
  page.whole_numbers(mask_simple);
  page.tensor(masked_simple);
  if (out_of_range(page, {flow.attn_scores, attn_weights})) return;
  bool as_planned = true;
  for_each_cell(masked_simple.shape(), [&](const Index& at) {
    const float expected = at[1] > at[0] ? 0 : attn_weights.at(at);
    as_planned = as_planned && masked_simple.at(at) == expected;
  });
  page.check(as_planned, "대각선 위는 모두 0이고, 나머지는 28번의 가중치 그대로입니다",
             "everything above the diagonal is 0, the rest are the weights of step 28");
  by_hand::check_weights_of(page, "28", attn_weights, flow.attn_scores, s.d_out());
  const Tensor future = triu(attn_weights, 1);
  page.check(rows_sum_to_one(cat({masked_simple, future}, -1)),
             "행마다 합이 1에서 모자란 만큼이 정확히 미래의 가중치입니다",
             "what each row lacks to 1 is exactly the weight of its future");
  if (largest_size(future) == 0) {
    page.note(
        "이 입력에서는 미래의 가중치가 없어, 가려도 모든 행의 합이 1입니다.",
        "With this input the future has no weight, and with it hidden all rows still sum to 1.");
  }

  page.ask_cell(
      {"attn_weights에 mask_simple을 곱해 대각선 위를 0으로 만든 것이 "
       "masked_simple입니다. masked_simple에서 첫 행의 합은 얼마입니까?",
       "masked_simple is attn_weights times mask_simple, which makes it 0 above the "
       "diagonal. What does the first row of masked_simple sum to?"},
      sum(masked_simple, -1), {0}, {attn_weights},
      {{1,
        {"합이 1인 것은 가리기 전이며, 아직 다시 정규화하지 않았습니다",
         "it is before the mask that the row sums to 1, and nothing has been normalized again"}},
       {1 - attn_weights.at({0, 0}),
        {"가려서 사라진 가중치의 합입니다", "that is the weight that the mask took away"}},
       {0, {"대각선의 칸은 남습니다", "the cell on the diagonal stays"}}});
}

}  // namespace attn::chapter3
