#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "nn/dropout.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Switching connections off at random, so that none is relied on alone.
void what_dropout_is(const Settings& s, Page& page) {
  const double p = s.dropout_or(rate_of_dropout);
  Generator generator(s.seed_or(seed_of_dropout));
  const Tensor attn_weights = masked_attention(s).attn_weights;
  const Tensor dropout_mask =
      bernoulli(attn_weights.shape(), 1 - p, generator).named("dropout_mask");  // (T, T)

  page.text(
      "모델이 학습 데이터를 통째로 외워 새 데이터에서 틀리는 것을 과적합(overfitting)이라고 "
      "합니다. 드롭아웃(dropout)은 학습하는 동안 연결을 무작위로 끊어, 특정 토큰 하나에만 기대지 "
      "못하게 합니다. 어텐션에서는 보통 softmax 다음의 가중치 attn_weights에 적용하며, 모델을 쓸 "
      "때(평가 모드)에는 아무것도 끊지 않습니다. dropout_mask에서 1은 남길 칸, 0은 끊을 칸이고 "
      "끊을 확률은 {}입니다.",
      "A model that learns its training data by heart and fails on new data overfits. Dropout "
      "cuts connections at random during training, so that no single token can be relied on. In "
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
  const Tensor kept = mean(dropout_mask);
  page.check(kept.item() >= 0 && allclose(dropout_mask * dropout_mask, dropout_mask),
             "마스크에는 0과 1만 있고, 남은 칸은 {:.0f}%입니다",
             "the mask holds zeros and ones only, and {:.0f}% of the cells are kept",
             100 * kept.item());
  page.check(allclose(dropout(attn_weights, 0, generator), attn_weights),
             "평가할 때처럼 아무것도 끊지 않으면 가중치가 그대로입니다",
             "with nothing cut, as in evaluation, the weights stay as they are");
}

}  // namespace attn::chapter3
