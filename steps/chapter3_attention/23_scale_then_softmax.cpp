#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Scaled dot-product attention: one division, then softmax.
void scale_then_softmax(const Settings& s, Page& page) {
  const WeightedAttention flow = weighted_attention(s);
  const Tensor& attn_scores_2 = flow.attn_scores_2;
  const Size d_k = flow.keys.size(-1);
  const float root = std::sqrt(static_cast<float>(d_k));
  const Tensor attn_weights_2 = softmax(attn_scores_2 / root, -1).named("attn_weights_2");  // (T)

  page.text(
      "점수를 √d_k로 나눈 다음 softmax를 취하는 어텐션을 스케일드 닷 프로덕트 어텐션(scaled "
      "dot-product attention)이라고 부릅니다. d_k는 키 벡터의 차원이며 여기서는 {}입니다. 나누지 "
      "않으면 차원이 커질수록 점수가 벌어져, softmax가 가중치를 한 토큰에 몰아주기 쉽습니다.",
      "Attention that divides the scores by √d_k and then takes softmax is called scaled "
      "dot-product attention. d_k is the dimension of a key, {} here. Without the division the "
      "scores spread as the dimension grows, and softmax tends to put everything on one token.",
      d_k);
  page.code(
      "d_k = keys.shape[-1]\n"
      "attn_weights_2 = torch.softmax(attn_scores_2 / d_k**0.5, dim=-1)");
  page.tensor(attn_scores_2);
  page.tensor(attn_weights_2);
  if (out_of_range(page, {attn_scores_2})) return;
  by_hand::check_weights(page, attn_weights_2, attn_scores_2, d_k);
  const float unscaled = amax(softmax(attn_scores_2, -1), 0).item();
  page.check(amax(attn_weights_2, 0).item() <= unscaled + 1e-6F,
             "√d_k로 나누면 가장 큰 가중치가 작아지거나 그대로입니다",
             "divided by √d_k, the largest weight gets smaller or stays the same");

  page.ask_cell(
      {formatted("softmax를 취하기 전에 attn_scores_2를 √d_k로 나눕니다. d_k = {}일 때, "
                 "나눈 뒤의 첫째 점수는 얼마입니까?",
                 d_k),
       formatted("Before softmax attn_scores_2 is divided by √d_k. With d_k = {}, what "
                 "is the first score after the division?",
                 d_k)},
      attn_scores_2 / root, {0}, {attn_scores_2},
      {{attn_scores_2.at({0}) / static_cast<float>(d_k),
        {"√d_k가 아니라 d_k로 나눈 것입니다", "that is divided by d_k, not by its root"}},
       {attn_scores_2.at({0}) * root,
        {"√d_k로 나누지 않고 곱한 것입니다", "that is multiplied by √d_k, not divided"}},
       {attn_scores_2.at({0}), {"나누기 전의 점수입니다", "that is the score before the division"}},
       {attn_weights_2.at({0}),
        {"softmax까지 취한 가중치입니다", "that is the weight, after softmax"}},
       {attn_scores_2.at({0}) / std::sqrt(static_cast<float>(s.num_tokens())),
        {"키의 차원이 아니라 토큰의 수의 제곱근으로 나눈 것입니다",
         "that is divided by the root of the number of tokens, not of the dimension of a key"}}});
}

}  // namespace attn::chapter3
