#include "chapter1_words/older_models.h"
#include "chapter1_words/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// The sum of the last state, with one number of the last token moved by so much.
float last_sum(Tensor inputs, const Settings& s, Size column, float by) {
  std::vector<float> values = inputs.values();
  values[static_cast<std::size_t>(inputs.numel() - inputs.size(1) + column)] += by;
  const Rnn moved = rnn(inputs.detached(std::move(values)), s);
  return sum(select(moved.states, 0, inputs.size(0) - 1), 0).item();
}

/// Claims that the last token's slope is what is measured by moving its numbers a little.
void check_slope(const Tensor& slopes, const Tensor& inputs, const Settings& s, Page& page) {
  constexpr float step = 1 / 64.0F;
  if (largest_size(inputs) > 100) return;  // a step so small would be lost
  float measured = 0;
  for (Size column = 0; column < inputs.size(1); ++column) {
    const float rise = last_sum(inputs, s, column, step) - last_sum(inputs, s, column, -step);
    measured = std::max(measured, std::abs(rise) / (2 * step));
  }
  const float slope = slopes.at({inputs.size(0) - 1});
  page.check(
      std::abs(measured - slope) < 2e-3F,
      "마지막 토큰의 원소를 실제로 조금씩 늘리고 줄여 재도 기울기는 {:.4f}입니다(slopes: {:.4f})",
      "measured by really moving the numbers of the last token a little, its slope is {:.4f} "
      "(slopes: {:.4f})",
      measured, slope);
}

/// How strongly each token moves the last state: the largest gradient of its sum, (T).
Tensor slopes_of(const Rnn& model, const Tensor& inputs) {
  const Tensor last_state = sum(select(model.states, 0, inputs.size(0) - 1), 0);
  const Tensor gradient = [&] {
    const WithoutRecording only_values;
    return gradients(last_state, {inputs})[0];  // (T, d)
  }();
  return amax(sizes(gradient).named("gradient_sizes"), 1)
      .named("slopes")
      .labelled(0, std::make_shared<const Labels>(*inputs.labels(0)));
}

}  // namespace

// One state, carried from token to token.
void rnn_state(const Settings& s, Page& page) {
  const Tensor& inputs = s.inputs();  // (T, d)
  const Rnn model = rnn(inputs, s);
  const Size T = s.num_tokens();

  page.text(
      "순환 신경망(RNN)은 상태(state) 벡터 하나를 토큰에서 토큰으로 넘깁니다. 새 상태는 지금 "
      "토큰과 바로 앞의 상태에서 나옵니다. 그래서 원칙적으로는 앞의 모든 토큰을 기억하지만, 첫 "
      "토큰의 정보는 상태를 T-1번 넘겨야 마지막 토큰에 닿습니다. 또 앞의 상태를 기다려야 하므로 "
      "모든 토큰을 병렬로(parallel) 계산할 수 없고, 그만큼 학습이 오래 걸립니다.",
      "A recurrent neural network (RNN) carries one state vector from token to token. The new "
      "state comes from the current token and the state before. In principle it remembers all "
      "earlier tokens, but what the first one said reaches the last only when the state has been "
      "passed on T-1 times. And since each state waits for the one before, they cannot be computed "
      "in parallel, which makes training long.");
  page.code(
      "{}\n"
      "inputs.requires_grad_()\n"
      "torch.manual_seed({})\n"
      "W_x = torch.rand({}, {}) - 0.5\n"
      "W_h = torch.rand({}, {}) - 0.5\n"
      "h, states = torch.zeros({}), []\n"
      "for x in inputs:\n"
      "    h = torch.tanh(x @ W_x + h @ W_h)\n"
      "    states.append(h)\n"
      "states = torch.stack(states)\n"
      "slopes = torch.autograd.grad(states[-1].sum(), inputs)[0].abs().amax(dim=1)",
      inputs_in_pytorch(inputs, s), s.seed_or(seed_of_chapter), s.d_in(), state_size, state_size,
      state_size, state_size);
  page.tensor(inputs);
  page.tensor(model.W_x);
  page.tensor(model.W_h);
  page.tensor(model.states);
  page.text(
      "각 토큰을 조금 바꿀 때 마지막 상태(원소의 합)가 얼마나 움직이는지 기울기(gradient)로 "
      "쟀습니다. slopes에는 토큰마다 기울기의 절댓값 가운데 가장 큰 것을 적었습니다. 문장 앞쪽으로 "
      "갈수록 기울기가 "
      "0에 가까워진다면, 먼 토큰에서는 배울 것이 거의 남지 않습니다. 이를 기울기 소실(vanishing "
      "gradient)이라고 합니다.",
      "How far does the last state (the sum of its elements) move if a token changes a little? The "
      "gradient tells, and slopes has the largest of each token, without its sign. Where it comes "
      "close to 0 for "
      "early tokens, hardly anything is left to learn from them: the gradient vanishes.");
  const Tensor slopes = slopes_of(model, inputs);
  page.tensor(slopes);
  check_slope(slopes, inputs, s, page);

  // What follows later must not matter to an earlier state.
  const Tensor first_half =
      narrow(inputs, 0, 0, (T + 1) / 2)
          .labelled(0, std::make_shared<const Labels>(s.tokens().begin(),
                                                      s.tokens().begin() + (T + 1) / 2));
  page.check(allclose(rnn(first_half, s).states, narrow(model.states, 0, 0, (T + 1) / 2)),
             "뒤의 토큰이 없어도 앞의 상태는 같습니다: 상태는 앞에서 뒤로만 흐릅니다",
             "without the later tokens the earlier states are the same: states flow forward only");
  page.ask_shape(
      {"상태 하나는 4차원 벡터입니다. 모든 토큰의 상태를 쌓은 states의 모양은 무엇입니까?",
       "A state is a vector of four numbers. Those of all tokens are stacked into states. What is "
       "its shape?"},
      model.states, {inputs});
}

}  // namespace attn::chapter1
