#include "chapter1_words/older_models.h"
#include "chapter1_words/steps.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

constexpr float d_model = 512;

}  // namespace

// What it costs to see far, and how long the way is.
void path_and_cost(const Settings&, Page& page) {
  const auto lengths = std::make_shared<const Labels>(Labels{"n=10", "n=100", "n=1000", "n=10000"});
  const Tensor n = Tensor({4}, {10, 100, 1000, 10000}).named("n").labelled(0, lengths);
  const Tensor rnn = rnn_cost(n, d_model).named("rnn_cost");
  const Tensor cnn = cnn_cost(n, d_model).named("cnn_cost");
  const Tensor attention = attention_cost(n, d_model).named("attention_cost");

  page.text(
      "어텐션은 모든 토큰을 한 번에 보므로, 아무리 먼 토큰도 한 단계면 닿습니다. RNN은 n-1단계를 "
      "거쳐야 하고, k = {0}인 CNN은 층을 그만큼 쌓아야 합니다. 대신 어텐션은 모든 쌍을 비교합니다. "
      "한 층의 계산량을 상수 없이 어림하면 어텐션은 n²·d, RNN은 n·d², CNN은 k·n·d²입니다. 따라서 "
      "토큰 수 n이 d = {1}보다 작으면 어텐션의 계산량이 오히려 적습니다.",
      "Attention sees all tokens at once, so even the farthest is one step away. An RNN needs n-1 "
      "steps, a CNN with k = {0} as many layers. In exchange attention compares all pairs. The "
      "cost of one layer, without constants, is n²·d for attention, n·d² for an RNN and k·n·d² for "
      "a CNN. So with fewer than d = {1} tokens attention even costs less.",
      kernel, d_model);
  page.code(
      "d, k = {}, {}\n"
      "n = torch.tensor([10.0, 100.0, 1000.0, 10000.0])\n"
      "rnn_cost = n * d**2\n"
      "cnn_cost = k * n * d**2\n"
      "attention_cost = n**2 * d",
      d_model, kernel);
  page.whole_numbers(n);
  page.whole_numbers(rnn);
  page.whole_numbers(cnn);
  page.whole_numbers(attention);
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < n.numel(); ++i) {
    const auto length = static_cast<Size>(n.at({i}));
    rows.push_back({length, length - 1, layers_to_connect(length), Size{1}});
  }
  page.table(
      {"n", {"RNN 경로", "RNN path"}, {"CNN 경로", "CNN path"}, {"어텐션 경로", "attention path"}},
      std::move(rows));
  const Tensor short_n = (arange(65) * 16.0F).named("n");
  page.plot(short_n, {rnn_cost(short_n, d_model).named("rnn_cost"),
                      cnn_cost(short_n, d_model).named("cnn_cost"),
                      attention_cost(short_n, d_model).named("attention_cost")});
  const Tensor at_d = Tensor({1}, {d_model});
  page.check(rnn_cost(at_d, d_model).item() == attention_cost(at_d, d_model).item() &&
                 attention.at({1}) < rnn.at({1}) && attention.at({2}) > rnn.at({2}),
             "n = d에서 RNN과 어텐션의 계산량이 같고, 그보다 짧으면 어텐션이 적습니다",
             "at n = d an RNN and attention cost the same; below it attention costs less");
  page.check(attention.at({1}) == 100 * attention.at({0}) && rnn.at({1}) == 10 * rnn.at({0}),
             "n이 10배가 되면 어텐션은 100배, RNN은 10배가 됩니다",
             "ten times the tokens cost attention 100 times as much, an RNN ten times");
  page.ask_choice(
      {"문장이 두 배로 길어지면 어텐션의 계산량 n²·d는 어떻게 됩니까?",
       "If a sentence gets twice as long, what happens to the cost of attention, n²·d?"},
      {{"네 배가 됩니다", "it grows fourfold"},
       {"두 배가 됩니다", "it doubles"},
       {"그대로입니다", "it stays the same"}},
      0);
}

}  // namespace attn::chapter1
