#include <algorithm>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "nn/dropout.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Dropout on the causal weights, as it happens in training.
void dropout_on_the_weights(const Settings& s, Page& page) {
  const double p = s.dropout_or(rate_of_dropout);
  Generator generator(s.seed_or(seed_of_dropout));
  const MaskedAttention flow = masked_attention(s);
  const Tensor& attn_weights = flow.attn_weights;
  const Tensor attn_weights_dropped =
      (attn_weights * scaled_mask(attn_weights.shape(), p, generator))
          .named("attn_weights_dropped");  // (T, T)

  page.text(
      "33번의 가중치에 드롭아웃을 적용합니다. 끊긴 칸은 0이 되고 남은 칸은 1/(1 - p)배가 됩니다. "
      "이 뒤로는 행의 합이 1이 아닐 수 있지만 틀린 것이 아닙니다. 여러 학습 단계에 걸쳐 평균하면 "
      "여전히 1이므로, 다시 정규화하지 않고 그대로 값 벡터에 곱합니다.",
      "Now dropout is applied to the weights of step 33. Cells that are cut become 0, the others "
      "are multiplied by 1/(1 - p). After that a row need not sum to 1, and that is no mistake: "
      "averaged over many training steps it still does, so the weights go on to the values without "
      "being normalized again.");
  page.code(
      "torch.manual_seed({})\n"
      "attn_weights_dropped = torch.nn.Dropout({})(attn_weights)",
      s.seed_or(seed_of_dropout), p);
  page.tensor(attn_weights);
  page.tensor(attn_weights_dropped);

  if (out_of_range(page, {flow.attn_scores, attn_weights})) return;
  Generator same(s.seed_or(seed_of_dropout));
  const Tensor mask_of_34 = bernoulli(attn_weights.shape(), 1 - p, same);
  bool as_planned = true;
  for_each_cell(attn_weights.shape(), [&](const Index& at) {
    const double expected = mask_of_34.at(at) == 0 ? 0 : attn_weights.at(at) / (1 - p);
    as_planned =
        as_planned && std::abs(attn_weights_dropped.at(at) - expected) <= 1e-5 * expected + 1e-36;
  });
  page.check(
      as_planned, "34번 마스크가 0인 칸은 0이고, 1인 칸은 원래 가중치의 1/(1 - p)배입니다",
      "cells are 0 where the mask of step 34 is, and elsewhere 1/(1 - p) times what they were");

  by_hand::check_weights_of(page, "33", attn_weights, flow.attn_scores, s.d_out(),
                            by_hand::Sees::so_far);

  const Size row = std::min<Size>(2, s.num_tokens() - 1);
  page.ask_cell(
      {formatted("attn_weights에 p = {}인 드롭아웃을 적용합니다. dropout_mask에서 1은 남길 칸, 0은 "
                 "끊을 칸일 때 attn_weights_dropped[{},0]의 값은 얼마입니까?",
                 p, row),
       formatted("Dropout with p = {} is applied to attn_weights; a 1 in dropout_mask is kept, a 0 "
                 "is cut. What is attn_weights_dropped[{},0]?",
                 p, row)},
      attn_weights_dropped, {row, 0},
      {attn_weights, operand_of(attn_weights_dropped, "dropout_mask")},
      {{attn_weights.at({row, 0}),
        {"드롭아웃을 적용하기 전의 가중치입니다", "that is the weight before dropout"}},
       {attn_weights.at({row, 0}) * (1 - p),
        {"1 - p로 나누지 않고 곱한 것입니다", "that is multiplied by 1 - p, not divided"}},
       {attn_weights.at({row, 0}) / (1 - p),
        {"남을 때의 값인데, 이 칸은 끊겼습니다",
         "that is what it would be if it were kept, but this cell is cut"}},
       {0,
        {"끊긴 칸의 값인데, 이 칸은 남았습니다",
         "that is a cell that is cut, but this one is kept"}},
       {attn_weights.at({row, 0}) / p,
        {"1 - p가 아니라 p로 나눈 것입니다", "that is divided by p, not by 1 - p"}}});
}

}  // namespace attn::chapter3
