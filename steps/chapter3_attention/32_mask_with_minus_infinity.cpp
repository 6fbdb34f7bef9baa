#include <limits>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// What practice does: hide the scores, before softmax.
void mask_with_minus_infinity(const Settings& s, Page& page) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Tensor attn_scores = masked_attention(s).attn_scores;
  const Size num_tokens = s.num_tokens();
  const Tensor mask = triu(ones({num_tokens, num_tokens}), 1).named("mask");
  const Tensor masked = masked_fill(attn_scores, mask, -infinity).named("masked");  // (T, T)

  page.text(
      "실제로는 softmax를 취하기 전에 점수를 가립니다. exp(-inf) = 0이므로, 미래의 점수를 -inf로 "
      "바꾸어 두면 softmax가 그 칸에 정확히 0을 주고 나머지만으로 합을 1로 맞춥니다. 30번과 31번의 "
      "두 단계가 softmax 한 번으로 끝나는 셈입니다. 여기서 mask의 1은 30번과 반대로 가릴 칸이며, "
      "torch.triu의 diagonal=1은 대각선 자체는 가리지 말라는 뜻입니다.",
      "In practice the scores are hidden, before softmax. exp(-inf) is 0, so with -inf in place of "
      "the future scores softmax gives those cells exactly 0 and makes the rest sum to 1. That "
      "does the work of steps 30 and 31 in a single softmax. Here, unlike in step 30, a 1 in the "
      "mask means hide, and diagonal=1 tells torch.triu to leave the diagonal itself unmasked.");
  page.code(
      "mask = torch.triu(torch.ones({0}, {0}), diagonal=1)\n"
      "masked = attn_scores.masked_fill(mask.bool(), -torch.inf)",
      num_tokens);
  page.whole_numbers(mask);
  page.tensor(attn_scores);
  page.tensor(masked);
  page.ask_choice(
      {"mask = torch.triu(torch.ones(T, T), diagonal=1)에서 1인 칸의 점수를 -inf로 바꿉니다. "
       "diagonal=0으로 하면 무엇이 달라집니까?",
       "Scores are set to -inf where mask = torch.triu(torch.ones(T, T), diagonal=1) "
       "is 1. What changes with diagonal=0?"},
      {{{"첫 행의 점수가 모두 -inf가 되어 softmax가 nan을 냅니다",
         "all scores of the first row are -inf, and softmax gives nan"}},
       {{"첫 토큰이 모든 토큰을 보게 됩니다", "the first token sees all tokens"},
        {"diagonal=0이면 가리는 칸이 줄지 않고 늘어납니다",
         "diagonal=0 hides more cells, not fewer"}},
       {{"마지막 토큰이 자기 자신만 보게 됩니다", "the last token sees only itself"},
        {"자기 자신의 칸은 대각선에 있어, 오히려 그 칸이 가려집니다",
         "a token's own cell lies on the diagonal, and just that is hidden then"}},
       {{"달라지는 것이 없습니다", "nothing changes"},
        {"triu는 diagonal=0이면 대각선의 칸까지 1로 남깁니다",
         "with diagonal=0 triu keeps the ones on the diagonal as well"}}},
      0);

  if (out_of_range(page, {attn_scores})) return;
  bool as_planned = true;
  for_each_cell(masked.shape(), [&](const Index& at) {
    const float expected = at[1] > at[0] ? -infinity : attn_scores.at(at);
    as_planned = as_planned && masked.at(at) == expected;
  });
  page.check(
      as_planned && by_hand::are_dot_products(attn_scores),
      "j > i인 칸만 -inf이고, 나머지는 쿼리와 키의 내적 그대로입니다",
      "only cells with j > i are -inf, all others are dot products of query and key as before");
  page.note(
      "점수 0은 가린 것이 아닙니다. exp(0) = 1이므로 미래의 점수를 0으로 바꾸면 softmax가 여전히 "
      "가중치를 줍니다.",
      "A score of 0 hides nothing: exp(0) is 1, so softmax still gives weight to a future whose "
      "scores were set to 0.");
}

}  // namespace attn::chapter3
