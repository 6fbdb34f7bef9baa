#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Masked scores, scaled, through softmax: the weights that causal models use.
void causal_weights(const Settings& s, Page& page) {
  const MaskedAttention flow = masked_attention(s);
  const Tensor& masked = flow.masked;
  const float root = std::sqrt(static_cast<float>(s.d_out()));
  const Tensor attn_weights = softmax(masked / root, -1).named("attn_weights");  // (T, T)

  page.text(
      "가린 점수를 √d_k로 나누고 softmax를 취하면 인과 어텐션의 가중치가 됩니다. -inf는 √d_k로 "
      "나누어도 -inf이므로 가린 칸은 0이 됩니다. 스케일링(scaling)은 차원이 커도 점수의 폭을 "
      "일정하게 지켜 softmax의 포화를 막는 일이고(기울기를 위한 것으로, 7번에서 exp의 넘침을 막은 "
      "것과는 목적이 다릅니다), softmax는 점수를 합이 1인 확률로 바꾸는 일입니다. 넓은 뜻에서는 둘 "
      "다 정규화입니다.",
      "Divide the masked scores by √d_k and take softmax: these are the weights of causal "
      "attention. -inf divided by √d_k is still -inf, so hidden cells become 0. Scaling keeps the "
      "spread of the scores the same whatever the dimension, so that softmax does not saturate and "
      "gradients flow; that is another purpose than that of step 7, which kept exp from "
      "overflowing. Softmax turns them into probabilities that sum to 1. In a wide sense both are "
      "normalizations.");
  page.code("attn_weights = torch.softmax(masked / keys.shape[-1]**0.5, dim=-1)");
  page.tensor(masked);
  page.tensor(attn_weights);
  page.ask_choice(
      {"masked를 √d_k로 나누고 행마다 softmax를 취합니다. 어떤 문장에서든 1 하나와 "
       "0으로만 이루어지는 행은 무엇입니까?",
       "masked is divided by √d_k, then softmax is taken row by row. Which row is a "
       "single 1 and otherwise zeros in every sentence?"},
      {{{"마지막 토큰의 행", "that of the last token"},
        {"마지막 토큰은 모든 토큰을 볼 수 있어 가중치를 나누어 줍니다",
         "the last token may look at all tokens, and shares its weight out among them"}},
       {{"첫 토큰의 행", "that of the first token"}},
       {{"가장 큰 점수가 있는 행", "that with the largest score"},
        {"점수가 아무리 커도, 볼 수 있는 칸이 더 있으면 그 칸에도 가중치가 갑니다",
         "however large a score is, other cells that may be looked at get some weight, too"}},
       {{"그런 행은 없습니다", "there is no such row"},
        {"볼 수 있는 칸이 하나뿐인 행이 있습니다",
         "there is a row with only one cell to look at"}}},
      1, {masked});
  page.note(
      "PyTorch 2의 torch.nn.functional.scaled_dot_product_attention은 이 계산을 한 번에 하지만, "
      "참과 거짓으로 된 마스크의 뜻이 여기와 반대입니다. True가 보아도 되는 칸입니다(8.2).",
      "torch.nn.functional.scaled_dot_product_attention of PyTorch 2 does all of this in one call, "
      "but its boolean mask means the opposite: True is a cell that may be looked at (step "
      "8.2).");
  if (out_of_range(page, {flow.attn_scores})) return;
  by_hand::check_weights(page, attn_weights, flow.attn_scores, s.d_out(), by_hand::Sees::so_far);

  // Where hardly anything is left to share out, float32 has lost its digits.
  const float least_left = smallest(sum(flow.masked_simple, -1));
  if (least_left < 1e-37F) {
    page.check(
        all_finite(attn_weights),
        "31번은 이 입력에서 남은 것이 {:.2g}뿐인 행을 나누어 nan이 나오거나 자릿수를 잃지만, "
        "여기서는 그런 일이 없습니다",
        "with this input step 31 shares out a row with {:.2g} left, and gets nan or loses digits; "
        "this way does not",
        least_left);
  } else {
    page.check(allclose(attn_weights, flow.masked_simple_norm, 1e-4F, 1e-5F),
               "31번의 masked_simple_norm과 같습니다", "they equal masked_simple_norm of step 31");
  }
}

}  // namespace attn::chapter3
