#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// The scores say how much of each token; what is passed on is another matter.
void weights_times_values(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const double p = f.mha.p;
  const Tensor attn_weights = f.dropped_weights.named("attn_weights");
  const Tensor context_vec = matmul(attn_weights, f.values).named(names::context_vec);

  page.text(
      "QKᵀ는 토큰 둘을 비교해 수 하나를 낼 뿐입니다. 그 수는 얼마나 가져올지를 정할 뿐, 무엇을 "
      "가져올지는 정하지 않습니다. 가져올 내용은 값 V가 따로 맡으므로, 키는 찾기 좋은 모습으로, "
      "값은 넘겨주기 좋은 모습으로 저마다 학습할 수 있습니다. 가중치에 드롭아웃을 적용한 다음 "
      "헤드마다 값을 곱하면 (b, h, T, T) @ (b, h, T, hd) → (b, h, T, hd)입니다.",
      "QKᵀ compares two tokens, and a single number comes out: how much to take, not what. The "
      "content is left to V, so that keys can learn to be found and values to be handed on. "
      "Dropout is applied to the weights, and then each head multiplies its values by them: (b, h, "
      "T, T) @ (b, h, T, hd) → (b, h, T, hd).");
  page.code(
      "attn_weights = dropout(attn_weights)          # p = {}\n"
      "context_vec = attn_weights @ values           # (b, h, T, hd)",
      p);
  page.tensor(f.values);
  page.tensor(attn_weights);
  page.tensor(context_vec);
  page.ask_choice({"W_value만 다른 것으로 바꾸면 무엇이 달라질 수 있습니까?",
                   "If nothing but W_value is changed, what can become different?"},
                  {{{"attn_weights만", "attn_weights alone"},
                    {"attn_weights는 쿼리와 키로만 정해지고, W_value는 값을 만듭니다",
                     "attn_weights follow from queries and keys, and W_value makes the values"}},
                   {{"attn_weights와 context_vec 둘 다", "both attn_weights and context_vec"},
                    {"W_value는 attn_weights를 구하는 데 쓰이지 않습니다",
                     "W_value has no part in computing attn_weights"}},
                   {{"context_vec만", "context_vec alone"}}},
                  2);
  if (out_of_range(page, {f.attn_scores, attn_weights, context_vec})) return;
  page.check(by_hand::is_attention(f.context_vec, by_hand::Sees::so_far, p) &&
                 by_hand::are_mixtures_of(context_vec, attn_weights, f.values),
             "점수에서 가중치를, 가중치와 값에서 문맥 벡터를 수 하나씩 손으로 계산해도 같습니다",
             "weights from the scores, and context vectors from weights and values, worked out "
             "number by number, are the same");
  const auto of_first_token = [](const Tensor& x) { return narrow(x, 2, 0, 1); };
  if (p == 0) {
    page.check(allclose(of_first_token(context_vec), of_first_token(f.values)),
               "첫 토큰은 자기만 보므로, 그 문맥 벡터는 자기 값 벡터 그대로입니다",
               "the first token sees only itself, and its context vector is its own value");
  } else {
    page.note(
        "같은 시드에서 나오는 드롭아웃 마스크는 PyTorch의 빌드에 따라 다를 수 있습니다(3.34).",
        "Which dropout mask a seed gives may depend on the build of PyTorch (step 3.34).");
  }
  page.note(
      "값 대신 키를 섞어도 모양이 같아 오류가 나지 않습니다. attn_weights @ keys로 쓰지 않았는지 "
      "확인하십시오.",
      "Mixing keys instead of values raises no error, since their shapes are the same. Make sure "
      "that it does not read attn_weights @ keys.");
}

}  // namespace attn::chapter4
