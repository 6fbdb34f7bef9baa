#include <algorithm>
#include <cmath>

#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/small_model.h"
#include "chapter5_encoder_decoder/steps.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

constexpr float learning_rate = 0.01F;

}  // namespace

// The loss tells each matrix in which direction to move.
void gradient_for_each(const Settings& s, Page& page) {
  const SmallModel model = small_model(s);
  const Tensor loss = run(model).loss;
  const std::vector<Tensor> by = gradients(loss, {model.W_q, model.W_k, model.W_v});
  SmallModel moved = model;
  std::vector<std::vector<block::Cell>> rows;
  float off = 0;
  float largest = 0;
  const std::vector<Tensor SmallModel::*> weights = {&SmallModel::W_q, &SmallModel::W_k,
                                                     &SmallModel::W_v};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Tensor& W = model.*weights[i];
    by[i].named(W.name() + ".grad");
    moved.*weights[i] = (W - by[i] * learning_rate).named("new_" + W.name());
    rows.push_back({W.name() + "[0,0]", by[i].at({0, 0}), slope(model, weights[i], {0, 0})});
    for_each_cell(W.shape(), [&](const Index& cell) {
      off = std::max(off, std::abs(by[i].at(cell) - slope(model, weights[i], cell)));
      largest = std::max(largest, std::abs(by[i].at(cell)));
    });
  }
  const Tensor new_loss = run(moved).loss.named("new_loss");

  page.text(
      "학습은 손실(loss), 곧 결과가 목표에서 얼마나 먼지를 재고, 수 하나를 조금 키우면 손실이 얼마나 "
      "늘어나는지(기울기)를 구해 그 반대쪽으로 조금 옮기는 일입니다. 기울기는 연쇄 법칙으로 손실에서 "
      "거꾸로 거슬러 올라가며 구합니다. 세 행렬은 기울기도 서로 달라서 한 걸음마다 저마다의 방향으로 "
      "움직입니다. 수를 다 따라갈 수 있도록 난수로 만든 작은 문장을 씁니다.",
      "Training measures a loss, how far a result is from its target, finds for each number how "
      "much the loss grows when it grows a little, which is its gradient, and moves it a little "
      "the other way. Gradients come from the chain rule, going back from the loss. They differ "
      "for the three matrices, so with every step each moves its own way. The sentence here is "
      "made of random numbers, and small enough to follow them all.");
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
      s.seed_or(seed_of_chapter), learning_rate);
  page.tensor(loss);
  for (const Tensor& gradient : by) page.tensor(gradient);
  page.text("수 하나를 1/128만큼 늘리고 줄여 손실의 차이로 잰 기울기와 견주어 봅니다.",
            "Compare the slope that is measured by making a number 1/128 larger and smaller:");
  page.table({{"수", "number"}, {"연쇄 법칙", "chain rule"}, {"잰 기울기", "measured"}},
             std::move(rows));
  page.text("W_q에서 기울기의 {}배를 빼면 이렇게 됩니다.",
            "W_q less {} times its gradient:", learning_rate);
  page.tensor(model.W_q);
  page.tensor(moved.W_q);
  page.tensor(new_loss);
  page.check(off <= 0.01F * largest + 0.001F,
             "세 행렬의 24칸 모두에서 연쇄 법칙의 기울기와 잰 기울기가 같습니다",
             "in all 24 cells of the three matrices the chain rule gives the measured slope");
  page.check(new_loss.item() < loss.item(), "한 걸음 옮기면 손실이 줄어듭니다",
             "one step lowers the loss");
  page.check(by[0].values() != by[1].values() && by[1].values() != by[2].values(),
             "세 기울기는 서로 다릅니다", "the three gradients differ");
  page.ask_cell(
      {formatted("학습률이 {}입니다. 한 걸음 뒤 W_q의 [0,0] 칸은 얼마가 됩니까?", learning_rate),
       formatted("The learning rate is {}. What does cell [0,0] of W_q become in one step?",
                 learning_rate)},
      moved.W_q, {0, 0}, {model.W_q, by[0]});
}

}  // namespace attn::chapter5
