#include <limits>

#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter2 {

// Hide the future with -inf, take softmax: the average is attention with equal scores.
void average_by_softmax(const Settings& s, Page& page) {
  const EqualScores flow = equal_scores(s);
  const Averaging averages = averaging(s);

  page.text(
      "같은 weights를 다른 길로 만듭니다. 모든 점수를 0으로 두고, 미래의 점수만 -inf로 바꾼 다음 "
      "행마다 softmax를 취합니다. softmax는 점수마다 exp를 취해 그 합으로 나누는 것으로, exp(0) = "
      "1이고 exp(-inf) = 0이므로 볼 수 있는 토큰이 모두 같은 몫을 갖습니다. 즉 누적 평균은 점수가 "
      "모두 같은 어텐션이며, 이제 토큰마다 다른 점수를 넣기만 하면 평균이 아닌 가중치가 됩니다.",
      "The same weights in another way. Let all scores be 0, put -inf in place of the scores of "
      "the future, and take softmax of each row: exp of each score, divided by their sum. exp(0) "
      "is 1 and exp(-inf) is 0, so all tokens that may be looked at get equal shares. The running "
      "average is attention with equal scores; all it takes to get other weights is scores that "
      "differ from token to token.");
  page.code(
      "scores = torch.zeros(4, 4)\n"
      "mask = torch.triu(torch.ones(4, 4), diagonal=1)\n"
      "masked = scores.masked_fill(mask.bool(), -torch.inf)\n"
      "weights = torch.softmax(masked, dim=-1)\n"
      "averaged_embeddings = weights @ embeddings");
  page.tensor(flow.scores);
  page.tensor(flow.masked);
  page.tensor(flow.weights);
  page.tensor(flow.averaged_embeddings);
  page.check(allclose(flow.weights, averages.weights), "4번의 weights와 같습니다",
             "the weights equal those of step 4");
  page.check(allclose(flow.averaged_embeddings, running_averages(averages.embeddings)),
             "3번의 반복문과도 결과가 같습니다", "the result equals the loops of step 3, too");
  const Tensor fives =
      masked_fill(ones({4, 4}) * 5.0F, flow.mask, -std::numeric_limits<float>::infinity());
  page.check(allclose(softmax(fives, -1), flow.weights),
             "0이 아니어도 됩니다: 점수가 모두 5여도 같은 weights가 나옵니다",
             "it need not be 0: scores that are all 5 give the same weights");
  page.ask_cell(
      {"masked에 softmax를 취하면 weights의 둘째 행, 첫 칸은 얼마가 됩니까?",
       "After softmax of masked, what is the first number in the second row of weights?"},
      flow.weights, {1, 0}, {flow.masked},
      {{1,
        {"exp(0) = 1 그대로이며, 행의 합으로 나누어야 합니다",
         "that is exp(0), not yet divided by the sum of its row"}},
       {0, {"점수 그대로이며, exp를 취해야 합니다", "that is the score itself, before exp"}},
       {0.25,
        {"미래를 가리지 않고 모든 토큰에 고르게 나눈 것입니다",
         "that shares it out to all tokens, the hidden ones included"}}});
}

}  // namespace attn::chapter2
