#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "nn/dropout.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Dropout on the causal weights, as it happens in training.
void dropout_on_the_weights(const Settings& s, Page& page) {
  const double p = s.dropout_or(rate_of_dropout);
  Generator generator(s.seed_or(seed_of_dropout));
  const Tensor attn_weights = masked_attention(s).attn_weights;
  const Tensor attn_weights_dropped =
      (attn_weights * dropout_mask(attn_weights.shape(), p, generator))
          .named("attn_weights_dropped");  // (T, T)

  page.text(
      "33번의 가중치에 드롭아웃을 적용합니다. 끊긴 칸은 0이 되고 남은 칸은 1/(1 - p)배가 됩니다. "
      "이 뒤로는 행의 합이 1이 아닐 수 있지만 틀린 것이 아닙니다. 여러 학습 단계에 걸쳐 평균하면 "
      "여전히 1이므로, 다시 정규화하지 않고 그대로 값 벡터에 곱합니다.",
      "Now dropout is applied to the weights of step 33. Cells that are cut become 0, the others "
      "are multiplied by 1/(1 - p). After that a row need not sum to 1, and that is no mistake: "
      "averaged over many training steps it still does, so the weights go on to the values "
      "without being normalized again.");
  page.code(
      "torch.manual_seed({})\n"
      "attn_weights_dropped = torch.nn.Dropout({})(attn_weights)",
      s.seed_or(seed_of_dropout), p);
  page.tensor(attn_weights);
  page.tensor(attn_weights_dropped);

  bool zero_or_scaled = true;
  for_each_cell(attn_weights.shape(), [&](const Index& at) {
    const float got = attn_weights_dropped.at(at);
    const float scaled = attn_weights.at(at) / static_cast<float>(1 - p);
    zero_or_scaled = zero_or_scaled && (got == 0 || std::abs(got - scaled) < 1e-5F);
  });
  page.check(zero_or_scaled, "모든 칸은 0이거나 원래 값의 1/(1 - p)배입니다",
             "every cell is either 0 or 1/(1 - p) times what it was");
}

}  // namespace attn::chapter3
