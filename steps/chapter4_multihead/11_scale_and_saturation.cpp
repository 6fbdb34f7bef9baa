#include <cmath>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

constexpr Size d_k = 64;  // a head of GPT-2
constexpr Size keys = 6;

/// The Jacobian of softmax is ∂w_i/∂s_j = w_i (1 - w_i) for i = j, else -w_i w_j. The sizes of its
/// cells add up to 2 Σ w_i (1 - w_i): (…, T) → (…).
Tensor jacobian_sizes(const Tensor& weights) {
  return sum(weights * (ones(weights.shape()) - weights), -1) * 2.0F;
}

/// Whether no cell is larger than the one before, nor than that of `other`.
bool falls_below(const Tensor& sizes, const Tensor& other) {
  constexpr float rounding = 1e-5F;
  const std::vector<float> x = sizes.values();
  const std::vector<float> y = other.values();
  bool falls = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    falls = falls && x[i] <= y[i] + rounding && (i == 0 || x[i] <= x[i - 1] + rounding);
  }
  return falls;
}

}  // namespace

// Large scores leave softmax nothing to decide, and nothing to learn from.
void scale_and_saturation(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const Size head_dim = f.keys.size(-1);
  Generator generator(s.seed_or(seed_of_models));
  const auto root = std::sqrt(static_cast<float>(d_k));
  const Tensor scores = randn({keys}, generator) * root;
  const auto times = std::make_shared<const Labels>(Labels{"×1", "×10", "×100"});
  const Tensor factors = Tensor({3, 1}, {1, 10, 100}).named("factors");
  const Tensor grown = (factors * scores).named("grown").labelled(0, times);  // (3, keys)
  const Tensor plain = softmax(grown, -1).named("plain");
  const Tensor scaled = softmax(grown / root, -1).named(names::scaled);
  const Tensor jacobian_plain = jacobian_sizes(plain).named("jacobian_plain");     // (3)
  const Tensor jacobian_scaled = jacobian_sizes(scaled).named("jacobian_scaled");  // (3)

  page.text(
      "점수는 차원이 클수록 커지고, 학습하는 동안 더 커지기도 합니다. 점수가 벌어지면 softmax는 한 "
      "토큰에 가중치를 거의 다 주고는 거의 움직이지 않습니다. 이것을 포화(saturation)라고 합니다. "
      "softmax에 들어가는 수를 조금 바꿀 때 가중치가 얼마나 바뀌는지를 적은 것이 야코비 "
      "행렬(Jacobian)인데, "
      "포화하면 모든 칸이 0에 가까워져 기울기(gradient)가 거의 흐르지 않습니다.",
      "Scores grow with the dimension, and may grow further during training. Once they are far "
      "apart, softmax gives nearly everything to one token and hardly moves any more: it "
      "saturates. How much the weights change when the numbers that go into softmax change a "
      "little stands in the Jacobian; where softmax saturates all its cells are close to 0, and "
      "hardly any gradient "
      "flows.");
  page.text(
      "3.22에서 보았듯이 난수 벡터의 점수는 표준편차가 √d_k쯤입니다. 그래서 GPT-2의 헤드처럼 d_k = "
      "{}일 때의 점수를 난수로 뽑아 1배, 10배, 100배로 키우고, √d_k로 나누지 않을 때(plain)와 나눌 "
      "때(scaled)를 비교합니다.",
      "As step 3.22 found, scores of random vectors have a standard deviation of about √d_k. Below "
      "are random scores for d_k = {}, as in a head of GPT-2, times 1, 10 and 100: not divided by "
      "√d_k (plain), and divided (scaled).",
      d_k);
  page.practice_gives({"grown"});
  page.code(
      "g = torch.Generator().manual_seed({0})\n"
      "scores = {1}**0.5 * torch.randn({2}, generator=g)\n"
      "grown = torch.tensor([[1.0], [10.0], [100.0]]) * scores\n"
      "plain  = torch.softmax(grown, dim=-1)\n"
      "scaled = torch.softmax(grown / {1}**0.5, dim=-1)\n"
      "def size(scores):                        # Σ |∂weight_i / ∂score_j|\n"
      "    softmax = lambda row: torch.softmax(row, dim=-1)\n"
      "    return torch.autograd.functional.jacobian(softmax, scores).abs().sum()\n"
      "jacobian_plain  = torch.stack([size(row) for row in grown])\n"
      "jacobian_scaled = torch.stack([size(row / {1}**0.5) for row in grown])\n"
      "attn_weights = torch.softmax(masked / head_dim**0.5, dim=-1)",
      s.seed_or(seed_of_models), d_k, keys);
  page.tensor(grown);
  page.tensor(plain);
  page.tensor(scaled);
  page.text("야코비 행렬의 크기, 즉 모든 칸의 절댓값을 더한 값입니다.",
            "The size of the Jacobian, the absolute values of all its cells added up:");
  page.tensor(jacobian_plain);
  page.tensor(jacobian_scaled);
  page.text(
      "이 장의 클래스도 가린 점수를 √d_k로 나누고 softmax를 취합니다. 그 d_k는 head_dim, 즉 "
      "{}입니다.",
      "The class of this chapter, too, divides the masked scores by √d_k and takes softmax. Its "
      "d_k is head_dim, which is {}.",
      head_dim);
  page.tensor(f.attn_weights);
  page.check(falls_below(jacobian_plain, jacobian_scaled),
             "점수가 커질수록 야코비 행렬은 작아지거나 그대로이고, √d_k로 나눈 다음 softmax를 취한 "
             "쪽이 나누지 않은 쪽보다 크거나 같습니다",
             "the larger the scores, the smaller the Jacobian, or it stays the same; where they "
             "were divided by √d_k before softmax, it is larger than where they were not, or the "
             "same");
  if (!out_of_range(page, {f.attn_scores})) {
    by_hand::check_weights(page, f.attn_weights, f.attn_scores, head_dim, by_hand::Sees::so_far);
  }
  page.note(
      "√d_k의 d_k는 헤드 하나의 차원(head_dim)입니다. 헤드가 여럿일 때 모두 합친 d_out의 "
      "제곱근으로 나누면 가중치가 지나치게 고르게 됩니다.",
      "The d_k in √d_k is the dimension of one head (head_dim). With several heads, dividing by "
      "the root of d_out, the size of all heads together, makes the weights more even than they "
      "should be.");
  const float of_plain = jacobian_plain.at({1});
  const float of_scaled = jacobian_scaled.at({1});
  page.ask_choice(
      {"점수를 10배 했을 때, √d_k로 나누지 않은 쪽(plain)과 나눈 쪽(scaled) 가운데 기울기가 더 잘 "
       "흐르는(softmax의 야코비 행렬이 더 큰) 쪽은 어디입니까?",
       "With the scores ten times as large, in which case does softmax let more gradient through "
       "(have the larger Jacobian): not divided by √d_k (plain), or divided (scaled)?"},
      {{{"plain", "plain"},
        {"나누지 않은 점수는 나눈 점수보다 더 벌어져 있습니다",
         "undivided, the scores lie further apart than divided"}},
       {{"scaled", "scaled"},
        {"이 점수에서는 나누어도 softmax가 여전히 포화합니다",
         "with these scores softmax saturates even when they are divided"}},
       {{"둘이 같습니다", "both are the same"},
        {"나누면 점수의 차이가 줄어들어, softmax가 한쪽으로 덜 쏠립니다",
         "division brings the scores closer together, and softmax leans less to one side"}}},
      of_plain == of_scaled ? 2 : (of_scaled > of_plain ? 1 : 0), {grown});
}

}  // namespace attn::chapter4
