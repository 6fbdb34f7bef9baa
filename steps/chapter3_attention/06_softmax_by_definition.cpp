#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// exp(x_i) / Σ_j exp(x_j), just as it is defined.
Tensor softmax_naive(const Tensor& x) {
  const Tensor e = exp(x);
  return e / sum(e, 0);
}

}  // namespace

// Softmax by its definition: always positive, but exp overflows.
void softmax_by_definition(const Settings& s, Page& page) {
  const Tensor attn_scores_2 = simple_attention(s).attn_scores_2;
  const Tensor attn_weights_2_naive = softmax_naive(attn_scores_2).named("attn_weights_2_naive");
  const Tensor large_scores = Tensor({3}, {10.0F, 100.0F, 1000.0F}).named("large_scores");
  const Tensor naive_of_large = softmax_naive(large_scores).named("naive_of_large");

  page.text(
      "softmax는 점수마다 지수 함수 exp를 취한 다음 그 합으로 나눕니다. exp는 음수가 되지 "
      "않으므로 점수가 음수여도 가중치는 음수가 되지 않고, 큰 점수는 더욱 두드러집니다. 다만 "
      "정의대로 계산하면 점수가 약 88.7을 넘을 때 exp가 float32의 범위를 벗어나 무한대(inf)가 "
      "되고, inf를 inf로 나눈 nan이 나옵니다. 합은 그보다 먼저 넘칠 수도 있습니다.",
      "Softmax takes exp of each score and divides by the sum of them all. exp is never "
      "negative, so the weights are not either, and large scores stand out more. But computed "
      "just as it is defined, exp leaves the range of float32 for scores above about 88.7: it "
      "becomes inf, and inf divided by inf is nan. The sum of them can overflow even earlier.");
  page.code(
      "def softmax_naive(x):\n"
      "    return torch.exp(x) / torch.exp(x).sum(dim=0)\n"
      "attn_weights_2_naive = softmax_naive(attn_scores_2)\n"
      "large_scores = torch.tensor([10.0, 100.0, 1000.0])\n"
      "naive_of_large = softmax_naive(large_scores)");
  page.tensor(attn_scores_2);
  page.tensor(attn_weights_2_naive);
  page.tensor(large_scores);
  page.tensor(naive_of_large);

  const Tensor e = exp(attn_scores_2);
  if (!all_finite(e)) {
    page.check(!all_finite(attn_weights_2_naive),
               "이 입력의 점수에서는 exp가 넘쳐 nan이 나왔습니다",
               "with the scores of this input exp overflows to nan");
  } else if (std::isinf(sum(e, 0).item())) {
    page.check(largest_size(attn_weights_2_naive) == 0,
               "이 입력에서는 exp의 합이 넘쳐 가중치가 모두 0이 되었습니다",
               "with this input the sum of exp overflows, and all weights are 0");
  } else {
    page.check(rows_sum_to_one(attn_weights_2_naive), "가중치의 합이 1입니다",
               "the weights sum to 1");
  }
  page.check(std::isnan(naive_of_large.at({1})) && std::isnan(naive_of_large.at({2})),
             "점수가 100과 1000이면 결과가 nan입니다",
             "for scores of 100 and 1000 the result is nan");

  page.ask_choice(
      {formatted("exp({:g})은 너무 커서 float32에서는 inf가 됩니다. softmax를 정의대로, 즉 exp를 "
                 "그 합으로 나누어 계산하면 large_scores의 둘째 가중치는 무엇이 됩니까?",
                 large_scores.at({1})),
       formatted("exp({:g}) is too large for a float32 and becomes inf. If softmax is computed "
                 "just as it is defined, exp divided by the sum of them all, what becomes of the "
                 "second weight of large_scores?",
                 large_scores.at({1}))},
      {{"0.0000",
        {"분자도 inf이므로 0이 되지 않습니다",
         "the numerator is inf as well, which does not come to 0"}},
       {"inf", {"나누는 합도 inf입니다", "the sum that divides it is inf as well"}},
       {"nan"},
       {"1.0000",
        {"분자와 분모가 모두 inf일 때 그 몫은 1로 정해지지 않습니다",
         "with inf above and below the line, nothing says that the quotient is 1"}}},
      2, {large_scores});
}

}  // namespace attn::chapter3
