#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/small_model.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

constexpr float learning_rate = 0.01F;

}  // namespace

// The loss tells each matrix in which direction to move.
void gradient_for_each(const Settings& s, Page& page) {
  const SmallModel model = small_model(s);
  const SmallFlow flow = run(model);
  const Tensor& loss = flow.loss;
  std::vector<Tensor> by = gradients(loss, {model.W_q, model.W_k, model.W_v});
  std::vector<std::vector<block::Cell>> rows;
  bool agree = true;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Tensor& W = model.*weights[i];
    const Tensor measured = slopes(model, weights[i]);
    by[i] = by[i].named(W.name() + ".grad");
    rows.push_back({W.name() + "[0,0]", by[i].at({0, 0}), measured.at({0, 0})});
    agree = agree && largest_size(by[i] - measured) <= 0.01F * largest_size(by[i]) + 2e-4F;
  }
  const SmallModel moved = after_one_step(model, by, learning_rate);
  const Tensor new_loss = run(moved).loss.named("new_loss");

  page.text(
      "손실(loss)은 결과가 목표와 얼마나 떨어져 있는지를 나타내는 수입니다. 행렬의 원소 하나를 "
      "조금 키울 때 손실이 얼마나 빨리 늘어나는지가 그 원소의 기울기(gradient)이며, 학습은 모든 "
      "원소를 기울기의 반대쪽으로 조금씩 옮깁니다. 기울기는 연쇄 법칙(chain rule)으로 손실에서부터 "
      "거꾸로 구하며, 이것을 역전파(backpropagation)라고 합니다. 세 행렬은 기울기가 서로 달라서 한 "
      "걸음마다 저마다 다르게 움직입니다. 계산을 모두 따라갈 수 있도록 난수로 만든 작은 문장을 "
      "씁니다.",
      "The loss says how far a result is from its target. How fast the loss grows when one number "
      "of a matrix grows is the gradient of that number, and training moves every number a little "
      "the other way. Gradients come from the chain rule, going back from the loss, which is "
      "called backpropagation. They differ for the three matrices, so with every step each moves "
      "its own way. The sentence here is made of random numbers, and small enough to follow them "
      "all.");
  page.practice_gives({"new_W_q"});
  page.code(
      "torch.manual_seed({0})\n"
      "x = torch.randn(3, 4)\n"
      "W_q, W_k, W_v = [(torch.randn(4, 2) / 2).requires_grad_() for _ in range(3)]\n"
      "target = torch.randn(3, 2)\n"
      "def loss_of(W_q, W_k, W_v):\n"
      "    Q, K, V = x @ W_q, x @ W_k, x @ W_v\n"
      "    attn_weights = torch.softmax(Q @ K.T / 2**0.5, dim=-1)\n"
      "    return ((attn_weights @ V - target)**2).mean()\n"
      "loss = loss_of(W_q, W_k, W_v)\n"
      "loss.backward()\n"
      "new_W_q, new_W_k, new_W_v = [W - {1} * W.grad for W in (W_q, W_k, W_v)]\n"
      "new_loss = loss_of(new_W_q, new_W_k, new_W_v)",
      s.seed_or(seed_of_models), learning_rate);
  page.tensor(loss);
  for (const Tensor& gradient : by) page.tensor(gradient);
  page.text("원소 하나를 1/256만큼 늘리고 줄였을 때의 손실의 차이로 잰 기울기와 비교해 봅니다.",
            "Compare the slope that is measured by making a number larger and smaller by 1/256:");
  page.table({{"원소", "number"}, {"연쇄 법칙", "chain rule"}, {"잰 기울기", "measured"}},
             std::move(rows));
  page.text("W_q에서 기울기의 {}배를 빼면 new_W_q가 됩니다.",
            "W_q minus {} times its gradient is new_W_q:", learning_rate);
  page.tensor(model.W_q);
  page.tensor(moved.W_q);
  page.text("세 행렬을 모두 이렇게 옮긴 다음의 손실입니다.",
            "The loss once all three matrices have moved like this:");
  page.tensor(new_loss);
  page.check(is_right_by_hand(flow), "손실까지의 어텐션을 수 하나씩 손으로 계산해도 같습니다",
             "the attention on the way to the loss is the same worked out number by number");
  page.check(
      agree, "세 행렬의 24칸 모두에서 연쇄 법칙의 기울기와 잰 기울기가 오차 범위 안에서 같습니다",
      "in all 24 cells of the three matrices the chain rule gives the measured slope, but for "
      "rounding");
  const bool lower = new_loss.item() < loss.item();
  if (lower) {
    page.check(lower, "한 걸음 옮기면 손실이 줄어듭니다: {:.4f} → {:.4f}",
               "one step lowers the loss from {:.4f} to {:.4f}", loss.item(), new_loss.item());
  } else {
    page.note(
        "이 시드에서는 한 걸음이 너무 커서 손실이 늘었습니다. 학습률(learning rate)을 줄여야 "
        "합니다.",
        "With this seed the step is too large, and the loss rises: the learning rate should be "
        "smaller.");
    page.check(run(after_one_step(model, by, learning_rate / 100)).loss.item() < loss.item(),
               "학습률을 100분의 1로 줄이면 손실이 줄어듭니다",
               "with a hundredth of the learning rate the loss falls");
  }
  const auto differ = [&](std::size_t i, std::size_t j) { return largest_size(by[i] - by[j]) > 0; };
  page.check(differ(0, 1) && differ(0, 2) && differ(1, 2), "세 기울기는 서로 다릅니다",
             "the three gradients differ");
  const float change = moved.W_q.at({0, 0}) - model.W_q.at({0, 0});
  page.ask_choice(
      {"기울기가 아래와 같을 때 경사 하강법(gradient descent)으로 한 걸음 옮기면 W_q의 [0,0] 칸은 "
       "어떻게 됩니까?",
       "With the gradient below, what does one step of gradient descent do to cell [0,0] of W_q?"},
      {{{"작아집니다", "it gets smaller"},
        {"한 걸음마다 기울기에 비례하는 수를 빼므로, 작아지는 것은 기울기가 양수일 때입니다",
         "a step subtracts a part of the gradient, so it gets smaller only where that is positive"}},
       {{"그대로입니다", "it stays the same"},
        {"그대로인 것은 기울기가 0일 때뿐입니다", "it stays only where the gradient is 0"}},
       {{"커집니다", "it gets larger"},
        {"한 걸음마다 기울기에 비례하는 수를 빼므로, 커지는 것은 기울기가 음수일 때입니다",
         "a step subtracts a part of the gradient, so it gets larger only where that is negative"}}},
      change < 0 ? 0 : (change > 0 ? 2 : 1), {by[0]});
}

}  // namespace attn::chapter5
