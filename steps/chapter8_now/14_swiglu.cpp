#include <cmath>

#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "nn/feed_forward.h"
#include "nn/gelu.h"
#include "nn/silu.h"
#include "shared/by_hand.h"
#include "shared/models.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// Two thirds of four times the size, so that three matrices have as many numbers as two.
Size hidden_size(Size d) {
  return 8 * d / 3;
}

/// Whether every number is gate ÷ (1 + e^-gate) · up, worked out by hand.
bool is_gated(const Tensor& hidden, const Tensor& gate, const Tensor& up) {
  bool same = true;
  for_each_cell(hidden.shape(), [&](const Index& cell) {
    const double g = gate.at(cell);
    const double expected = g / (1 + std::exp(-g)) * double{up.at(cell)};
    same = same && std::abs(hidden.at(cell) - expected) <= 1e-5 * std::abs(expected) + 1e-30;
  });
  return same;
}

void draw_silu(Page& page) {
  const Tensor dense = (arange(121) * 0.1F - scalar(6)).named("x");
  const Tensor curve = silu(dense).named("silu");
  page.text("SiLU는 GELU처럼 0 아래로 조금 내려갔다가 0으로 돌아오는 매끄러운 곡선입니다.",
            "Like GELU, SiLU is a smooth curve that goes a little below 0 and comes back to it:");
  page.plot(dense, {curve, gelu(dense).named("gelu")});
  page.check(largest_size(curve - gelu(dense)) < 0.3F && smallest(curve) < smallest(gelu(dense)),
             "두 곡선의 차이는 어디에서나 0.3보다 작고, SiLU가 더 아래까지 내려갑니다",
             "the curves are nowhere 0.3 apart, and SiLU goes further down");
}

void count_parameters(Size d, Page& page) {
  const Size h = hidden_size(d);
  const Size wide = FeedForward::expansion * d;
  page.table(
      {"", {"가운데의 크기", "size in the middle"}, {"행렬", "matrices"}, {"가중치", "weights"}},
      {{Text("GELU(4.20)", "GELU (4.20)"), wide, Size{2}, 2 * d * wide},
       {"SwiGLU", h, Size{3}, 3 * d * h}});
}

void ask_for_gated(Page& page) {
  const Tensor gate = Tensor({2}, {0, 2}).named("gate");
  const Tensor up = Tensor({2}, {3, -1}).named("up");
  const Tensor hidden = (silu(gate) * up).named("hidden");
  page.ask_cell(
      {"gate = (0, 2), up = (3, -1)입니다. hidden = silu(gate) * up의 첫째 수는 얼마입니까?",
       "gate is (0, 2) and up is (3, -1). What is the first number of hidden = silu(gate) * up?"},
      hidden, {0}, {gate, up},
      {{3,
        {"up을 그대로 지나게 한 것이며, 문 silu(0)은 닫혀 있습니다",
         "that lets up pass as it is, but silu(0), the gate, is shut"}},
       {1.5,
        {"sigmoid(0)을 곱한 것이며, silu는 거기에 x를 한 번 더 곱합니다",
         "that is up times sigmoid(0); silu multiplies by x once more"}},
       {-2, {"서로 다른 자리의 수를 곱한 것입니다", "that multiplies numbers of two places"}}});
}

}  // namespace

// One layer opens and shuts the gates through which the other passes.
void swiglu(const Settings& s, Page& page) {
  const Tensor& inputs = s.inputs();
  const Size d = s.d_in();
  const Size h = hidden_size(d);
  Generator generator(s.seed_or(seed_of_models));
  Linear W_gate(d, h, false, generator);
  Linear W_up(d, h, false, generator);
  Linear W_down(h, d, false, generator);
  W_gate.name("W_gate.");
  W_up.name("W_up.");
  W_down.name("W_down.");
  const Tensor gate = W_gate(inputs).named("gate");        // (T, h)
  const Tensor up = W_up(inputs).named("up");              // (T, h)
  const Tensor opened = silu(gate).named("opened");        // (T, h)
  const Tensor hidden = (opened * up).named("hidden");     // (T, h)
  const Tensor ffn_out = W_down(hidden).named("ffn_out");  // (T, d)
  const auto of_query = [&](const Tensor& x, std::string_view name) {
    return select(x, 0, s.query()).named(name);
  };

  page.text(
      "4.20의 피드포워드(feed-forward)는 넓히고, GELU(4.18)와 같은 활성화 함수(activation function)를 "
      "지나고, 줄입니다. "
      "SwiGLU(Shazeer, 2020)는 넓히는 선형층(linear layer)을 둘 둡니다. 하나는 SiLU(x · sigmoid(x), Swish라고도 "
      "합니다)를 지나 문(gate)이 되고, 다른 하나(up)는 그대로 둔 채 둘을 칸마다 곱합니다. 문의 값이 "
      "0에 가까운 칸은 지나가지 못하며, 입력이 다르면 문도 달라집니다. 제안한 논문에서는 왜 "
      "나은지 설명하지 못한다고 했지만, 같은 크기에서 품질이 나아 Llama를 비롯한 많은 모델이 씁니다.",
      "The feed-forward layer of step 4.20 widens, goes through an activation function such as GELU "
      "(step 4.18), and narrows "
      "again. SwiGLU (Shazeer, 2020) has two linear layers that widen. One goes through SiLU (x · "
      "sigmoid(x), also called Swish) and becomes a gate; the other, up, stays as it is, and the two "
      "are multiplied cell by cell. Where the gate is near 0, nothing passes, and other inputs have "
      "other gates. The paper offers no explanation why it is better; but at the same size quality "
      "improved, and Llama and many others have it.");
  page.code(
      "torch.manual_seed({0})\n"
      "W_gate = torch.nn.Linear({1}, {2}, bias=False)\n"
      "W_up   = torch.nn.Linear({1}, {2}, bias=False)\n"
      "W_down = torch.nn.Linear({2}, {1}, bias=False)\n"
      "gate, up = W_gate(inputs), W_up(inputs)          # (T, {2})\n"
      "opened = torch.nn.functional.silu(gate)          # gate * sigmoid(gate)\n"
      "hidden = opened * up\n"
      "gate_2, opened_2, up_2, hidden_2 = gate[{3}], opened[{3}], up[{3}], hidden[{3}]\n"
      "ffn_out = W_down(hidden)                         # (T, {1})",
      generator.state().seed, d, h, s.query());
  page.text("'{}'의 문과, 그 문을 지나는 수입니다.",
            "The gates of '{}', and what passes through them:", s.query_token());
  page.tensor(of_query(gate, "gate_2"));
  page.tensor(of_query(opened, "opened_2"));
  page.tensor(of_query(up, "up_2"));
  page.tensor(of_query(hidden, "hidden_2"));
  page.tensor(ffn_out);
  draw_silu(page);
  page.text(
      "행렬이 셋이므로 가운데를 4d가 아니라 그 2/3인 8d/3으로 하면 가중치의 수가 같아집니다. "
      "나누어떨어지지 않으면 가까운 수로 맞춥니다.",
      "With three matrices, a middle of 8d/3, which is 2/3 of 4d, makes for as many weights. Where "
      "that is no whole number, one close to it is taken.");
  count_parameters(d, page);
  ask_for_gated(page);
  if (out_of_range(page, {hidden, ffn_out})) return;

  page.check(is_gated(hidden, gate, up),
             "hidden의 칸은 모두 손으로 계산한 gate ÷ (1 + exp(-gate)) × up과 같습니다",
             "each cell of hidden is gate ÷ (1 + exp(-gate)) × up worked out by hand");
  page.check(
      by_hand::is_linear(ffn_out, hidden, W_down) && by_hand::is_linear(gate, inputs, W_gate) &&
          by_hand::is_linear(up, inputs, W_up),
      "세 선형층의 출력은 칸마다 들어온 벡터와 weight 한 행의 내적입니다",
      "in all three linear layers each number is the dot product of what comes in with a row "
      "of weight");
}

}  // namespace attn::chapter8
