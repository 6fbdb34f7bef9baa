#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The simplest way to turn scores into shares, and where it breaks.
void divide_by_the_sum(const Settings& s, Page& page) {
  const Tensor attn_scores_2 = simple_attention(s).attn_scores_2;
  const Tensor total = sum(attn_scores_2, 0);
  const Tensor attn_weights_2_tmp = (attn_scores_2 / total).named("attn_weights_2_tmp");

  const Tensor signed_scores = Tensor({3}, {1.0F, -2.0F, 1.5F}).named("signed_scores");
  const Tensor signed_weights = (signed_scores / sum(signed_scores, 0)).named("signed_weights");

  page.text(
      "점수를 '각 토큰을 얼마만큼 볼 것인가' 하는 비율로 읽으려면 모두 더해 1이 되어야 합니다. "
      "이렇게 바꾼 값을 어텐션 가중치(attention weight)라고 합니다. 가장 쉬운 방법은 점수를 "
      "합으로 나누는 것이지만, 점수에 음수가 섞이면 signed_weights처럼 음수이거나 1보다 큰 "
      "가중치가 나옵니다. 합이 0이면 아예 나눌 수 없습니다.",
      "To read scores as shares of attention they must add up to 1; such shares are called "
      "attention weights. The easiest way is to divide by the sum. But as soon as some scores "
      "are negative, weights come out negative or above 1, as in signed_weights, and with a sum "
      "of 0 there is no dividing at all.");
  page.code(
      "attn_weights_2_tmp = attn_scores_2 / attn_scores_2.sum()\n"
      "signed_scores = torch.tensor([1.0, -2.0, 1.5])\n"
      "signed_weights = signed_scores / signed_scores.sum()");
  page.tensor(attn_scores_2);
  page.tensor(attn_weights_2_tmp);
  page.tensor(signed_scores);
  page.tensor(signed_weights);

  const float sum_of_sizes = sum(sizes(attn_weights_2_tmp), 0).item();
  if (total.item() == 0) {
    page.check(!all_finite(attn_weights_2_tmp),
               "이 입력에서는 점수의 합이 0이어서 가중치가 inf나 nan이 됩니다",
               "with this input the scores add up to 0, and the weights become inf or nan");
  } else if (sum_of_sizes > 1000) {
    page.note(
        "이 입력에서는 점수가 거의 상쇄되어 합이 {:.2g}밖에 되지 않으므로, 가중치의 크기가 "
        "{:.0f}까지 커집니다.",
        "With this input the scores nearly cancel: they add up to {:.2g} only, and weights get as "
        "large as {:.0f}.",
        total.item(), largest_size(attn_weights_2_tmp));
  } else if (std::isinf(total.item()) && all_finite(attn_scores_2)) {
    page.note("이 입력은 너무 커서 점수의 합이 float32의 범위를 넘습니다.",
              "This input is so large that the sum of its scores does not fit into a float32.");
  } else if (!out_of_range(page, {attn_scores_2, attn_weights_2_tmp})) {
    page.check(std::abs(sum(attn_weights_2_tmp, 0).item() - 1) <= 1e-5F * sum_of_sizes,
               "가중치의 합이 1입니다", "the weights sum to 1");
  }
  page.check(
      rows_sum_to_one(signed_weights) && signed_weights.at({0}) > 1 && signed_weights.at({1}) < 0,
      "signed_weights도 합은 1이지만 음수와 1보다 큰 수가 섞여 있습니다",
      "signed_weights sum to 1 as well, yet some are negative and some above 1");

  page.ask_cell({"signed_scores에는 음수가 섞여 있습니다. 점수를 그 합으로 나누면 둘째 가중치 "
                 "signed_weights[1]은 얼마입니까?",
                 "Some of signed_scores are negative. Divided by their sum, what does the second "
                 "weight, signed_weights[1], come to?"},
                signed_weights, {1}, {signed_scores},
                {{signed_scores.at({1}),
                  {"점수 그대로이며, 합으로 나누어야 합니다",
                   "that is the score, not yet divided by the sum"}},
                 {-signed_weights.at({1}), {"부호가 사라졌습니다", "the sign is lost"}},
                 {signed_scores.at({1}) / sum(sizes(signed_scores), 0).item(),
                  {"부호를 떼고 더한 합으로 나눈 것입니다",
                   "that is divided by the sum of the sizes, signs left out"}},
                 {softmax(signed_scores, 0).at({1}),
                  {"합으로 나누지 않고 softmax를 취한 것입니다",
                   "that is softmax, not a division by the sum"}}});
}

}  // namespace attn::chapter3
