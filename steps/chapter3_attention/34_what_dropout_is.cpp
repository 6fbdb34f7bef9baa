#include <algorithm>
#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Switching connections off at random, so that none is relied on alone.
void what_dropout_is(const Settings& s, Page& page) {
  const double p = s.dropout_or(rate_of_dropout);
  Generator generator(s.seed_or(seed_of_dropout));
  const MaskedAttention flow = masked_attention(s);
  const Tensor& attn_weights = flow.attn_weights;
  const Tensor dropout_mask =
      bernoulli(attn_weights.shape(), 1 - p, generator).named("dropout_mask");  // (T, T)

  page.text(
      "모델이 학습 데이터를 통째로 외워 새 데이터에서 틀리는 것을 과적합(overfitting)이라고 "
      "합니다. 드롭아웃(dropout)은 학습하는 동안 연결을 무작위로 끊어, 특정 토큰 하나에만 기대지 "
      "못하게 합니다. 어텐션에서는 보통 softmax 다음의 가중치 attn_weights에 적용하며, 모델을 쓸 "
      "때(평가 모드)에는 아무것도 끊지 않습니다. dropout_mask에서 1은 남길 칸, 0은 끊을 칸이고 "
      "끊을 확률은 {}입니다.",
      "A model that memorizes its training data and fails on new data overfits. Dropout cuts "
      "connections at random during training, so that no single token can be relied on. In "
      "attention it is usually applied to attn_weights, after softmax; when the model is used "
      "(evaluation mode), nothing is cut. In the mask 1 is kept and 0 is cut, with a probability "
      "of {}.",
      p);
  page.code(
      "torch.manual_seed({0})\n"
      "dropout = torch.nn.Dropout({1})\n"
      "dropout_mask = (dropout(torch.ones({2}, {2})) > 0).float()",
      s.seed_or(seed_of_dropout), p, s.num_tokens());
  page.tensor(attn_weights);
  page.whole_numbers(dropout_mask);
  if (!out_of_range(page, {flow.attn_scores, attn_weights})) {
    by_hand::check_weights_of(page, "33", attn_weights, flow.attn_scores, s.d_out(),
                              by_hand::Sees::so_far);
  }
  const std::vector<float> mask = dropout_mask.values();
  const auto cells = static_cast<double>(mask.size());
  const auto kept = std::count(mask.begin(), mask.end(), 1.0F);
  const auto cut = std::count(mask.begin(), mask.end(), 0.0F);
  page.check(kept + cut == dropout_mask.numel(),
             "마스크에는 0과 1만 있고, {}칸 가운데 {}칸이 남았습니다",
             "the mask holds zeros and ones only; cells: {}, kept: {}", dropout_mask.numel(), kept);
  const double variance = cells * p * (1 - p);  // of how many are kept
  if (p == 0 || variance >= 9) {
    page.check(
        std::abs(static_cast<double>(kept) - cells * (1 - p)) <= 5 * std::sqrt(variance),
        "남은 칸의 비율과 1 - p = {:.4g}의 차이가 우연히 생길 수 있는 범위(표준편차의 5배)를 넘지 "
        "않습니다",
        "the share kept is as close to 1 - p = {:.4g} as chance lets it be (5 standard deviations)",
        1 - p);
  } else {
    page.note(
        "{0}×{0} 마스크 하나로는 칸이 모자라, 남은 칸의 비율이 1 - p에 가까운지 알 수 없습니다.",
        "A mask of {0}×{0} is too small to tell whether the share kept is close to 1 - p.",
        s.num_tokens());
  }
  page.note(
      "같은 시드에서 나오는 드롭아웃 마스크는 PyTorch의 빌드에 따라 다릅니다. 2.6까지의 공식 "
      "빌드는 Intel CPU에서 다른 난수열(MKL)을 썼고, GPU의 난수열도 다릅니다.",
      "Which mask a seed gives depends on the build of PyTorch: on Intel CPUs official builds up "
      "to 2.6 drew from another stream (MKL), and a GPU has a stream of its own.");

  page.ask_choice(
      {"어텐션의 드롭아웃은 보통 언제, 무엇에 적용합니까?",
       "When is dropout usually applied in attention, and to what?"},
      {{{"학습할 때, softmax를 취하기 전의 점수에",
         "during training, to the scores before softmax"},
        {"점수를 0으로 만들어도 exp(0) = 1이어서 softmax가 다시 가중치를 줍니다",
         "a score of 0 is not cut: exp(0) is 1, and softmax gives it weight again"}},
       {{"평가할 때, softmax 다음의 가중치에", "during evaluation, to the weights after softmax"},
        {"평가할 때에는 배운 것을 모두 써야 하므로 아무것도 끊지 않습니다",
         "evaluation uses all that was learned, and nothing is cut"}},
       {{"학습할 때, softmax 다음의 가중치에", "during training, to the weights after softmax"}},
       {{"학습할 때와 평가할 때 모두, 가중치에", "during training and evaluation, to the weights"},
        {"평가할 때에도 끊으면 같은 입력에 매번 다른 답이 나옵니다",
         "cut in evaluation as well, the same input would get another answer each time"}}},
      2);
}

}  // namespace attn::chapter3
