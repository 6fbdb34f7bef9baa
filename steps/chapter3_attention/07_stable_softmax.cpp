#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Subtracting the largest score first changes no weight and keeps exp small.
void stable_softmax(const Settings& s, Page& page) {
  const Tensor attn_scores_2 = simple_attention(s).attn_scores_2;
  const Tensor shifted = (attn_scores_2 - amax(attn_scores_2, 0)).named("shifted");
  const Tensor attn_weights_2 = softmax(attn_scores_2, 0).named("attn_weights_2");
  const Tensor large_scores = Tensor({3}, {10.0F, 100.0F, 1000.0F}).named("large_scores");
  const Tensor stable_of_large = softmax(large_scores, 0).named("stable_of_large");

  page.text(
      "모든 점수에서 가장 큰 점수를 먼저 빼도 softmax의 결과는 같습니다. 분자와 분모에 같은 수가 "
      "곱해져 약분되기 때문입니다. 그러면 exp에 들어가는 수가 0 이하가 되어 넘칠 일이 없습니다. "
      "torch.softmax가 이렇게 계산하므로 직접 짜지 말고 이 함수를 쓰십시오. 행을 다 보기 전에 "
      "최댓값과 합을 함께 구해 나가는 방법은 8.3에 있습니다.",
      "Subtracting the largest score from all of them leaves softmax as it is, because numerator "
      "and denominator are scaled by the same number. What goes into exp is then at most 0 and "
      "cannot overflow. torch.softmax works this way, so use it rather than writing your own. How "
      "to find the maximum and the sum together, before all of a row is seen, is in step 8.3.");
  page.code(
      "shifted = attn_scores_2 - attn_scores_2.amax(dim=0)    # inside softmax\n"
      "attn_weights_2 = torch.softmax(attn_scores_2, dim=0)\n"
      "stable_of_large = torch.softmax(large_scores, dim=0)");
  page.tensor(attn_scores_2);
  page.tensor(shifted);
  page.tensor(attn_weights_2);
  page.tensor(large_scores);
  page.tensor(stable_of_large);

  if (!out_of_range(page, {attn_scores_2})) {
    const Tensor by_hand = exp(shifted) / sum(exp(shifted), 0);
    page.check(allclose(by_hand, attn_weights_2),
               "shifted의 exp를 합으로 나누면 attn_weights_2입니다",
               "exp of shifted divided by its sum is attn_weights_2");
    const Tensor naive_sum = sum(exp(attn_scores_2), 0);
    if (std::isfinite(naive_sum.item())) {
      page.check(allclose(exp(attn_scores_2) / naive_sum, attn_weights_2),
                 "6번의 가중치와 같습니다", "these are the weights of step 6");
    }
    page.check(rows_sum_to_one(attn_weights_2), "가중치의 합이 1입니다", "the weights sum to 1");
  }
  page.check(rows_sum_to_one(stable_of_large), "6번에서 nan이었던 점수에서도 합이 1입니다",
             "they sum to 1 even for the scores that gave nan in step 6");

  const Tensor equal_scores = Tensor({2}, {1000.0F, 1000.0F}).named("equal_scores");
  page.ask_cell({formatted("두 점수가 모두 {:g}이어서 exp를 그대로 취하면 넘칩니다. 가장 큰 점수를 "
                           "먼저 빼는 softmax에서 첫째 가중치는 얼마입니까?",
                           equal_scores.at({0})),
                 formatted("Both scores are {:g}, and exp of that overflows. With a softmax that "
                           "subtracts the largest score first, what is the first weight?",
                           equal_scores.at({0}))},
                softmax(equal_scores, 0), {0}, {equal_scores},
                {{1,
                  {"exp(0) = 1 그대로이며, 합으로 나누어야 합니다",
                   "that is exp(0), not yet divided by the sum"}},
                 {0,
                  {"가장 큰 점수를 뺀 것일 뿐이며, exp를 취해야 합니다",
                   "that is the score less the largest one, before exp"}}});
}

}  // namespace attn::chapter3
