#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "nn/attention.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

constexpr Size places = 6;
constexpr Size width = 8;
constexpr Size layers = 4;

/// Which share of the vectors' squares tells them apart: Σ|x_i - mean|² / Σ|x_i|².
Tensor share_of_differences(const Tensor& x) {
  const Tensor apart = (x - mean(x, 0, true)).named("apart");
  return mean(apart * apart) / mean(x * x);
}

}  // namespace

// One word at several places: all that tells its vectors apart is the position.
void residual_keeps_positions(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor word = randn({width}, generator).named("word");
  const Tensor positions = randn({places, width}, generator).named("positions");
  Tensor x = (word + positions).named("x");  // (places, width)
  Tensor y = x;
  Tensor first_layer = x;
  std::vector<Tensor> plain = {share_of_differences(x)};
  std::vector<Tensor> residual = plain;
  for (Size layer = 0; layer < layers; ++layer) {
    const SelfAttention_v2 attention(width, width, generator);
    x = attention(x).named(formatted("x_{}", layer + 1));
    if (layer == 0) first_layer = x;
    y = (y + attention(y)).named(formatted("y_{}", layer + 1));
    plain.push_back(share_of_differences(x));
    residual.push_back(share_of_differences(y));
  }
  const Tensor share_plain = stack(plain).named("share_plain");           // (layers + 1)
  const Tensor share_residual = stack(residual).named("share_residual");  // (layers + 1)

  page.text(
      "같은 단어를 여섯 자리에 놓고 자리마다 다른 위치 벡터를 더합니다. 이제 벡터들의 차이는 "
      "오로지 위치 정보입니다. 이 벡터들을 학습하기 전의 어텐션 층에 차례로 통과시키면서, 벡터의 "
      "크기(제곱의 합) 가운데 서로 다른 부분이 차지하는 몫을 잽니다. 잔차 연결이 없으면 층마다 "
      "평균에 가까워져 위치가 사라지고, 있으면 처음의 위치가 더해진 채로 끝까지 갑니다.",
      "One word stands at six places, and a vector that is different for each place is added: now "
      "positions are all that tells the vectors apart. They go through attention layers before any "
      "training, and behind each we measure which share of their size (the sum of squares) lies in "
      "their differences. Without residual connections every layer brings them nearer an average, "
      "and the positions are gone; with them the first positions are carried along to the end.");
  page.practice_gives({"x", "share_plain", "share_residual"});
  page.code(
      "torch.manual_seed({0})\n"
      "word, positions = torch.randn({1}), torch.randn({2}, {1})\n"
      "def share(x):\n"
      "    return ((x - x.mean(dim=0))**2).mean() / (x**2).mean()\n"
      "x = y = word + positions\n"
      "share_plain, share_residual = [share(x)], [share(y)]\n"
      "for layer in range({3}):\n"
      "    W_q, W_k, W_v = [torch.nn.Linear({1}, {1}, bias=False) for _ in \"QKV\"]\n"
      "    def attention(x):\n"
      "        return torch.softmax(W_q(x) @ W_k(x).T / {1}**0.5, dim=-1) @ W_v(x)\n"
      "    x, y = attention(x), y + attention(y)\n"
      "    share_plain.append(share(x))\n"
      "    share_residual.append(share(y))\n"
      "share_plain = torch.stack(share_plain)\n"
      "share_residual = torch.stack(share_residual)",
      s.seed_or(seed_of_models), width, places, layers);
  page.text(
      "벡터들의 서로 다른 부분, 즉 위치가 차지하는 몫입니다. 층 {}개를 지나며 이렇게 바뀝니다.",
      "The share of the differences, which are the positions, through {} layers:", layers);
  page.tensor(share_plain);
  page.tensor(share_residual);
  page.plot(arange(layers + 1).named("layers"), {share_residual, share_plain});
  page.check(
      by_hand::is_attention(first_layer, by_hand::Sees::all),
      "첫 층의 점수, softmax, 가중합을 수 하나씩 손으로 계산해도 같습니다",
      "scores, softmax and weighted sums of the first layer are the same worked out number by "
      "number");
  page.check(share_plain.at({layers}) < 0.001F,
             "잔차 연결이 없으면 마지막 층에서 위치의 몫이 1000분의 1도 되지 않습니다",
             "without residual connections the share of the positions ends below a thousandth");
  page.check(share_residual.at({layers}) > 0.01F, "있으면 마지막 층에서도 {:.0f}%입니다",
             "with them it still is {:.0f}%", 100 * share_residual.at({layers}));
  const float with = share_residual.at({layers});
  const float without = share_plain.at({layers});
  page.ask_choice(
      {"어텐션 층 여러 개를 지난 뒤 토큰의 위치를 더 잘 알아볼 수 있는 쪽은 어디입니까?",
       "Behind several attention layers, where can the position of a token still be "
       "told better?"},
      {{{"어텐션만 쌓은 쪽", "where only attention is stacked"},
        {"어텐션은 토큰들을 섞어 층마다 평균에 가깝게 만듭니다",
         "attention mixes the tokens, which brings them nearer an average with every layer"}},
       {{"잔차 연결이 있는 쪽", "where there are residual connections"}},
       {{"둘이 같습니다", "both are the same"},
        {"한쪽에서만 층마다 입력을 다시 더합니다",
         "only one of them adds the input again in every layer"}}},
      with == without ? 2 : (with > without ? 1 : 0));
}

}  // namespace attn::chapter5
