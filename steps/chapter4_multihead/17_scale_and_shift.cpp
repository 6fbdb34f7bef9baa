#include "chapter4_multihead/block.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "nn/layer_norm.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// What is normalized can be stretched and moved again, as far as training finds useful.
void scale_and_shift(const Settings& s, Page& page) {
  const Size d_in = s.d_in();
  const Tensor norm = normalized(s.inputs());  // (T, d_in)
  Generator generator(s.seed_or(seed_of_models));
  const Tensor scale = (rand({d_in}, generator) + scalar(0.5F)).named("scale");  // (d_in)
  const Tensor shift = (rand({d_in}, generator) - scalar(0.5F)).named("shift");  // (d_in)
  const Tensor out_norm = (norm * scale + shift).named("out_norm");              // (T, d_in)

  // γ and β that happen to be a token's own spread and mean give the token back.
  const Tensor x_2 = select(s.inputs(), 0, s.query()).named(names::x_2);           // (d_in)
  const Tensor mean_2 = mean(x_2, -1, true).named("mean_2");                       // (1)
  const Tensor var_2 = var(x_2, -1, false, true).named("var_2");                   // (1)
  const Tensor root = sqrt(var_2 + scalar(LayerNorm::default_eps)).named("root");  // (1)
  const Tensor undone = ((x_2 - mean_2) / root * root + mean_2).named("undone");   // (d_in)

  page.text(
      "모든 토큰을 언제나 평균 0, 분산 1로 묶어 두면 모델이 표현할 수 있는 것이 줄어듭니다. 그래서 "
      "LayerNorm은 정규화한 결과에 차원마다 scale(γ)을 곱하고 shift(β)를 더합니다. γ는 1, β는 "
      "0에서 시작하므로 처음에는 아무 일도 하지 않고, 나머지는 학습이 정합니다. 아래에서는 학습된 "
      "셈 치고 난수를 넣었습니다. γ와 β는 모든 토큰이 함께 쓰므로 모든 토큰의 정규화를 한꺼번에 "
      "되돌리지는 못하지만, 한 토큰의 √(var + eps)와 평균을 넣으면 그 토큰은 되돌릴 수 있습니다.",
      "Tying every token to mean 0 and variance 1 for good would limit what a model can express. "
      "So LayerNorm multiplies each dimension of the normalized result by scale (γ) and adds shift "
      "(β). γ starts at 1 and β at 0, which does nothing yet; the rest is up to training. Below "
      "they are random, as if trained. All tokens share γ and β, so these cannot undo the "
      "normalization of all tokens at once; for a single token they can: with γ = √(var + eps) and "
      "β = mean of that token.");
  page.code(
      "layer_norm = torch.nn.LayerNorm(d_in)  # weight: scale, bias: shift\n"
      "norm = layer_norm(inputs)\n"
      "torch.manual_seed({0})\n"
      "scale, shift = torch.rand(d_in) + 0.5, torch.rand(d_in) - 0.5\n"
      "out_norm = norm * scale + shift\n"
      "x_2 = inputs[{1}]\n"
      "mean_2 = x_2.mean(dim=-1, keepdim=True)\n"
      "root = torch.sqrt(x_2.var(dim=-1, unbiased=False, keepdim=True) + 1e-5)\n"
      "undone = (x_2 - mean_2) / root * root + mean_2",
      generator.state().seed, s.query());
  page.tensor(norm);
  page.tensor(scale);
  page.tensor(shift);
  page.tensor(out_norm);
  page.text("'{}'의 수를 정규화했다가 되돌린 결과입니다.",
            "The numbers of '{}', normalized and brought back:", s.query_token());
  page.tensor(x_2);
  page.tensor(undone);

  if (all_finite(norm)) {
    page.check(LayerNorm(d_in)(s.inputs()).values() == norm.values() &&
                   by_hand::are_normalized(norm, s.inputs(), LayerNorm::default_eps),
               "γ = 1, β = 0이면 칸마다 (x - 평균) ÷ √(var + eps) 그대로입니다",
               "with γ = 1 and β = 0 each cell is just (x - mean) ÷ √(var + eps)");
  }
  page.note(
      "LayerNorm(emb_dim)이라고 쓴 코드도 있지만, 괄호 안의 수가 뜻하는 것은 같습니다. 정규화하는 "
      "마지막 축의 크기, 즉 그 자리에서 토큰 하나의 차원이며, 22번의 블록 안에서는 d_model(= "
      "d_out)입니다.",
      "Some code has LayerNorm(emb_dim). The number in brackets always means the same: the size of "
      "the last axis, "
      "which is that of a token at this place; within the block of step 22 it is d_model (= "
      "d_out).");
  if (d_in == 1) {
    page.note(
        "토큰마다 원소가 하나뿐이면 평균을 뺄 때 0이 되고, 남는 것은 β뿐입니다. 0 대신 아주 작은 "
        "수가 보이면 PyTorch에서와 똑같은 반올림 오차입니다.",
        "With a single number a token, subtracting the mean leaves 0, and all that remains is β. A "
        "tiny number in place of 0 is a rounding error, the same as in PyTorch.");
  }
  if (!out_of_range(page, {var_2, out_norm})) {
    page.check(largest_size(undone - x_2) <= 1e-5F * largest_size(x_2),
               "undone은 처음의 x_2와 같습니다", "undone is x_2 again");
  }
  page.ask_count(
      {formatted("{}차원 토큰을 받는 LayerNorm의 파라미터는 모두 몇 개입니까?", d_in),
       formatted("How many parameters does a LayerNorm for tokens of size {} have?", d_in)},
      {"차원마다 scale 하나와 shift 하나를 배웁니다",
       "for each dimension it learns a scale and a shift"},
      scale.numel() + shift.numel(), {},
      {{d_in,
        {"scale과 shift 가운데 하나만 센 것입니다", "that counts only one of scale and shift"}},
       {2,
        {"scale과 shift는 차원마다 하나씩 있습니다",
         "there are a scale and a shift for each dimension"}},
       {d_in * d_in, {"LayerNorm은 행렬을 곱하지 않습니다", "a LayerNorm multiplies by no matrix"}},
       {d_in * d_in + d_in, {"선형층의 파라미터입니다", "so many has a linear layer"}}});
}

}  // namespace attn::chapter4
