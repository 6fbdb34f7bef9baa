#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "nn/gelu.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// ReLU cuts; GELU weighs each number by how likely a random one is to be below it.
void gelu_and_relu(const Settings&, Page& page) {
  const Tensor x = (arange(7) - scalar(3)).named("x");
  const Tensor relu = attn::relu(x).named("relu");
  const Tensor gelu = attn::gelu(x).named("gelu");
  const Tensor phi = operand_of(gelu, "phi");  // Φ(x)

  page.text(
      "선형층만 쌓으면 선형층 하나와 같으므로, 사이에 활성화 함수(activation function)를 둡니다. "
      "ReLU는 음수를 0으로 자릅니다. 그래서 음수 쪽에서는 기울기가 0이고 0에서 꺾입니다. "
      "GELU(Gaussian Error Linear Unit)는 x에 Φ(x)를 곱합니다. Φ(x)는 표준정규분포에서 뽑은 수가 "
      "x보다 작을 확률이므로, 0보다 훨씬 큰 수는 거의 그대로 지나가고 0보다 훨씬 작은 수는 거의 "
      "0이 되며, 그 사이의 곡선은 매끄럽습니다.",
      "Linear layers on top of each other are no more than one linear layer, so an activation "
      "function stands between them. ReLU sets negative numbers to 0; its slope there is 0, and it "
      "has a corner at 0. GELU, the Gaussian Error Linear Unit, multiplies x by Φ(x), the "
      "probability that a number drawn from the standard normal distribution is below x: numbers "
      "far above 0 pass nearly as they are, those far below 0 become nearly 0, and in between the "
      "curve is smooth.");
  page.code(
      "x = torch.arange(7.) - 3\n"
      "relu = torch.relu(x)\n"
      "phi = (1 + torch.erf(x / 2**0.5)) / 2\n"
      "gelu = torch.nn.functional.gelu(x)    # x * phi");
  page.tensor(x);
  page.tensor(relu);
  page.tensor(phi);
  page.tensor(gelu);

  const Tensor dense = (arange(121) * 0.05F - scalar(3)).named("x");
  const Tensor gelu_curve = attn::gelu(dense).named("gelu");
  page.plot(dense, {gelu_curve, attn::relu(dense).named("relu")});

  Size lowest = 0;
  for (Size i = 0; i < dense.numel(); ++i) {
    if (gelu_curve.at({i}) < gelu_curve.at({lowest})) lowest = i;
  }
  page.check(gelu_curve.at({lowest}) < 0 && smallest(relu) == 0,
             "ReLU는 0보다 작아지지 않지만 GELU는 x = {:.2f}에서 {:.4f}까지 내려갑니다",
             "ReLU never falls below 0, but GELU goes down to {1:.4f}, at x = {0:.2f}",
             dense.at({lowest}), gelu_curve.at({lowest}));
  page.check(largest_size(select(gelu, 0, 6) - select(relu, 0, 6)) < 0.01F &&
                 largest_size(select(gelu, 0, 0) - select(relu, 0, 0)) < 0.01F,
             "x = -3과 x = 3에서는 둘의 차이가 0.01도 되지 않습니다",
             "at x = -3 and x = 3 they are less than 0.01 apart");
  page.text(
      "Φ(x)는 곱하는 수일 뿐, 무작위로 자르는 것은 아닙니다. 또 GELU는 음수를 모두 0으로 자르지 "
      "않으므로 음수인 칸에서도 기울기가 "
      "조금은 흘러, ReLU처럼 한번 꺼진 칸이 다시 배우지 못하는 일이 적습니다. GELU를 제안한 논문의 "
      "실험에서는 ReLU보다 나았고(Hendrycks & Gimpel, 2016), BERT와 GPT-2가 이것을 썼습니다. 왜 더 "
      "나은지 다 밝혀진 것은 아닙니다. 요즘의 큰 언어 모델이 쓰는 SwiGLU는 8.14에서 봅니다.",
      "x is only multiplied by Φ(x); nothing is dropped at random. And since GELU does not cut all "
      "negative numbers to 0, a little gradient flows through them as well, and fewer units get "
      "stuck at 0, as they may with ReLU. In "
      "the experiments of the paper that proposed it GELU did better (Hendrycks & Gimpel, 2016), "
      "and BERT and GPT-2 took it over. Why it is better is not fully understood. Step 8.14 has "
      "SwiGLU, which large language models of today use.");
  page.ask_cell(
      {"Φ(-1)이 아래와 같을 때 GELU(-1)은 얼마입니까?", "With Φ(-1) as below, what is GELU(-1)?"},
      gelu, {2}, {x, phi},
      {{phi.at({2}),
        {"Φ(-1) 그대로이며, x를 곱해야 합니다", "that is Φ(-1) itself, not yet times x"}},
       {-gelu.at({4}), {"Φ(1)을 곱한 것입니다", "that is x times Φ(1)"}},
       {0, {"ReLU의 값입니다", "that is ReLU"}},
       {-1, {"x 그대로이며, Φ(x)를 곱해야 합니다", "that is x itself, not yet times Φ(x)"}}});
}

}  // namespace attn::chapter4
