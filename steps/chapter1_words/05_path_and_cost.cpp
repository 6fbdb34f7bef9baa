#include "chapter1_words/older_models.h"
#include "chapter1_words/steps.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

constexpr float d_model = 512;

/// Queries, keys, values and the result are four products with d × d weights; then QKᵀ and the
/// weighted sum.
float multiplications_of_attention(float n) {
  return 4 * n * d_model * d_model + 2 * n * n * d_model;
}
/// At each token the input and the state before meet d × d weights.
float multiplications_of_rnn(float n) {
  return 2 * n * d_model * d_model;
}

}  // namespace

// What it costs to see far, and how long the way is.
void path_and_cost(const Settings&, Page& page) {
  const auto lengths = std::make_shared<const Labels>(Labels{"n=10", "n=100", "n=1000", "n=10000"});
  const Tensor n = Tensor({4}, {10, 100, 1000, 10000}).named("n").labelled(0, lengths);
  const Tensor rnn = rnn_cost(n, d_model).named("rnn_cost");
  const Tensor cnn = cnn_cost(n, d_model).named("cnn_cost");
  const Tensor attention = attention_cost(n, d_model).named("attention_cost");

  page.text(
      "어텐션은 모든 토큰을 한 번에 보므로, 아무리 먼 토큰도 한 단계면 닿고, 그래서 장기 "
      "의존성(long-range dependency)을 배우기 쉽습니다. RNN은 n-1단계를 거쳐야 하고, k = {0}인 "
      "CNN은 층을 그만큼 쌓아야 합니다. 한 층의 계산량을 상수 없이 어림하면 어텐션은 n²·d, RNN은 "
      "n·d², CNN은 k·n·d²인데(Vaswani et al., 2017), 어텐션은 쌍을 비교하고 섞는 계산만 센 "
      "것입니다. 쿼리(query), 키(key), 값(value)과 출력을 만드는 투영(projection)까지 세면 "
      "4·n·d²이 더해져, 어텐션의 계산이 RNN보다 적지 않습니다. 어텐션이 얻는 것은 이 짧은 경로와, "
      "모든 토큰을 병렬로(parallel) 계산해 학습 시간을 줄인다는 점입니다.",
      "Attention sees all tokens at once, so even the farthest is one step away, which makes "
      "long-range dependencies easier to learn. An RNN needs n-1 steps, a CNN with k = {0} as many "
      "layers. The cost of one layer, without constants, is n²·d for attention, n·d² for an RNN "
      "and k·n·d² for a CNN (Vaswani et al., 2017), but that counts only how attention compares "
      "and mixes pairs. The projections to queries, keys and values, and that of the result, add "
      "4·n·d², so attention costs no less than an RNN. What it gains is the short path, and that "
      "all tokens are computed in parallel, which shortens training.",
      kernel);
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
  bool always_more = true;
  for (Size i = 0; i < n.numel(); ++i) {
    const auto length = static_cast<Size>(n.at({i}));
    const float in_all =
        multiplications_of_attention(n.at({i})) / multiplications_of_rnn(n.at({i}));
    always_more = always_more && in_all > 1;
    rows.push_back({length, length - 1, layers_to_connect(length), Size{1}, in_all});
  }
  page.table({"n",
              {"RNN 경로", "RNN path"},
              {"CNN 경로", "CNN path"},
              {"어텐션 경로", "attention path"},
              {"곱셈: 어텐션 ÷ RNN", "work: attention ÷ RNN"}},
             std::move(rows));
  page.text(
      "오른쪽 끝 열은 투영까지 모두 센 곱셈의 비, 즉 4·n·d² + 2·n²·d를 2·n·d²으로 나눈 것입니다. "
      "아래의 그림은 표의 어림을 그린 것입니다.",
      "The column on the right has all multiplications, projections included: 4·n·d² + 2·n²·d "
      "divided by 2·n·d². The curves below are those of the estimates.");
  const Tensor short_n = (arange(65) * 16.0F).named("n");
  page.plot(short_n, {rnn_cost(short_n, d_model).named("rnn_cost"),
                      cnn_cost(short_n, d_model).named("cnn_cost"),
                      attention_cost(short_n, d_model).named("attention_cost")});
  const Tensor at_d = Tensor({1}, {d_model});
  page.check(rnn_cost(at_d, d_model).item() == attention_cost(at_d, d_model).item() &&
                 attention.at({1}) < rnn.at({1}) && attention.at({2}) > rnn.at({2}),
             "비교하고 섞는 계산만 세면 n = d에서 RNN과 같고, 그보다 짧으면 더 적습니다",
             "comparing and mixing alone cost as much as an RNN at n = d, and less below it");
  page.check(always_more, "투영까지 세면 표의 어느 n에서나 어텐션의 곱셈이 RNN보다 많습니다",
             "projections included, attention takes more multiplications than an RNN at every n");
  page.check(attention.at({1}) == 100 * attention.at({0}) && rnn.at({1}) == 10 * rnn.at({0}),
             "n이 10배가 되면 n²·d는 100배, n·d²은 10배가 됩니다",
             "with ten times the tokens n²·d is 100 times as much, n·d² ten times");
  page.ask_choice(
      {"문장이 두 배로 길어지면 쌍을 비교하고 섞는 계산량 n²·d는 어떻게 됩니까?",
       "If a sentence gets twice as long, what happens to the cost of comparing and "
       "mixing pairs, n²·d?"},
      {{{"네 배가 됩니다", "it grows fourfold"}},
       {{"두 배가 됩니다", "it doubles"},
        {"두 배가 되는 것은 n에 비례하는 양이며, 쌍의 수는 n에 비례하지 않습니다",
         "what is proportional to n doubles, and the number of pairs is not"}},
       {{"그대로입니다", "it stays the same"},
        {"토큰이 늘면 비교할 쌍도 늘어납니다", "more tokens make more pairs to compare"}}},
      0);
}

}  // namespace attn::chapter1
