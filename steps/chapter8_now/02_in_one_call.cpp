#include <limits>

#include "chapter8_now/flow.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/operations.h"

namespace attn::chapter8 {

// The head of 3.33 in a single call, whose mask means the opposite.
void in_one_call(const Settings& s, Page& page) {
  const Head h = head(s);
  const auto weights = weights_in_pytorch(s, "sa_v2", h.sa_v2, s.seed_or(seed_of_head));
  const Size T = s.num_tokens();
  const Tensor may_look = tril(ones({T, T})).named("may_look");  // (T, T)
  const Tensor masked = masked_fill(h.attn_scores, ones({T, T}) - may_look,
                                    -std::numeric_limits<float>::infinity())
                            .named("masked");                                           // (T, T)
  const Tensor attn_weights = scaled_softmax(masked, s.d_out()).named("attn_weights");  // (T, T)
  const Tensor context_vecs = matmul(attn_weights, h.values).named("context_vecs");  // (T, d_out)

  page.text(
      "PyTorch 2의 torch.nn.functional.scaled_dot_product_attention은 점수, 마스크, √d_k, softmax, "
      "값의 가중합(weighted sum)을 한 번의 호출로 계산합니다. 식도 수도 3.33과 같습니다. 다만 참과 "
      "거짓으로 된 attn_mask의 뜻은 masked_fill에 넣던 마스크와 반대입니다. True가 가릴 칸이 아니라 "
      "보아도 되는 칸이므로, may_look은 대각선과 그 아래가 1(True)입니다.",
      "torch.nn.functional.scaled_dot_product_attention of PyTorch 2 does scores, mask, √d_k, "
      "softmax and the weighted sum of the values in a single call. The formula and the numbers "
      "are those of step 3.33. But a boolean attn_mask means the opposite of the mask that went "
      "into masked_fill: True is not a cell to hide but one that may be looked at, so may_look is "
      "1 (True) on the diagonal and below.");
  page.code(
      "{}\n"
      "d_in, d_out = {}, {}\n"
      "\n"
      "class SelfAttention_v2(torch.nn.Module):        # that of chapter 3\n"
      "    def __init__(self, d_in, d_out):\n"
      "        super().__init__()\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "\n"
      "    def forward(self, x):\n"
      "        return self.W_query(x), self.W_key(x), self.W_value(x)\n"
      "\n"
      "{}"
      "sa_v2 = SelfAttention_v2(d_in, d_out)\n"
      "{}"
      "queries, keys, values = sa_v2(inputs)\n"
      "attn_scores = queries @ keys.T\n"
      "may_look = torch.ones_like(attn_scores).tril().bool()     # True: may look\n"
      "masked = attn_scores.masked_fill(~may_look, -torch.inf)\n"
      "attn_weights = torch.softmax(masked / d_out**0.5, dim=-1)\n"
      "context_vecs = attn_weights @ values\n"
      "if hasattr(torch.nn.functional, \"scaled_dot_product_attention\"):\n"
      "    # PyTorch 2: the four lines above in one\n"
      "    context_vecs = torch.nn.functional.scaled_dot_product_attention(\n"
      "        queries, keys, values, attn_mask=may_look)",
      inputs_in_pytorch(s.inputs(), s), s.d_in(), s.d_out(), weights.seed, weights.load);
  page.whole_numbers(may_look);
  page.tensor(attn_weights);
  page.tensor(context_vecs);
  page.note(
      "attn_mask 대신 is_causal=True를 주면 이 하삼각행렬을 쓰지 않아도 됩니다. dropout_p는 모델의 "
      "train()과 eval()을 따르지 않으므로, 평가할 때에는 0을 주어야 합니다.",
      "is_causal=True in place of attn_mask spares you this lower triangle. dropout_p does not "
      "follow train() and eval() of a model: to evaluate, it must be given as 0.");
  page.ask_count(
      {formatted(
           "토큰이 {}개이고 저마다 자기와 그 앞만 볼 수 있습니다. may_look에서 True인 칸은 모두 "
           "몇 개입니까?",
           T),
       formatted("There {} {} token{}, and each may look at itself and those before it. How many "
                 "cells of may_look are True?",
                 T == 1 ? "is" : "are", T, T == 1 ? "" : "s")},
      {"행 i에는 i번째 토큰이 볼 수 있는 칸만 True입니다",
       "row i is True where token number i may look"},
      T * (T + 1) / 2, {},
      {{T * (T - 1) / 2,
        {"가릴 칸의 수이며, 여기서 True는 보아도 되는 칸입니다",
         "those are the cells to hide, but True means those that may be looked at"}},
       {T * T, {"모든 칸의 수입니다", "that is how many cells there are in all"}},
       {T,
        {"대각선의 칸의 수이며, 앞의 토큰도 볼 수 있습니다",
         "those are the cells of the diagonal, but earlier tokens may be looked at, too"}}});
  if (out_of_range(page, {h.attn_scores, h.values})) return;
  by_hand::check_weights(page, attn_weights, h.attn_scores, s.d_out(), by_hand::Sees::so_far);
  page.check(by_hand::are_mixtures_of(context_vecs, attn_weights, h.values),
             "context_vecs의 행은 값의 행에 가중치를 곱해 더한 것이며, 손으로 계산해도 같습니다",
             "each row of context_vecs is the rows of the values times their weights, added up; "
             "worked out by hand it is the same");
}

}  // namespace attn::chapter8
