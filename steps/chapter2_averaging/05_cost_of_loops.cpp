#include <cmath>

#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/race.h"
#include "random/draws.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

/// How many vectors are added up for n tokens, and by how many calls.
struct Cost {
  Size n;
  Size by_loops = 0;
  Size by_product;
  explicit Cost(Size n) : n(n), by_product(n * n) {
    for (Size t = 0; t < n; ++t) by_loops += t + 1;
  }
  Size calls_in_loops() const { return 3 * n; }  // slice, sum and division
  double ratio() const { return static_cast<double>(by_product) / static_cast<double>(by_loops); }
};

Tensor by_product(const Tensor& x) {
  return matmul(averaging_weights(x.size(0)), x);
}

/// At a few tokens and at many, with the weights at hand: one matrix does for all sentences.
void race_loops_against_product(const Settings& s, Page& page) {
  if (!s.measure) return;
  const WithoutRecording large;
  Generator generator(s.seed_or(seed_of_embeddings));
  for (const Size n : {16, 512}) {
    const Tensor x = randn({n, 64}, generator);
    const Tensor weights = averaging_weights(n);
    race(s, page,
         {{formatted("반복문, 토큰 {}개", n), formatted("loops, {} tokens", n)},
          [&] { running_average(x); }},
         {{formatted("행렬 곱, 토큰 {}개", n), formatted("product, {} tokens", n)},
          [&] { matmul(weights, x); }});
  }
}

}  // namespace

// More to compute in fewer calls: why the product wins all the same.
void cost_of_loops(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_embeddings));
  const Tensor x = randn({64, 6}, generator).named("x");  // (T, d)

  page.text(
      "행렬 곱은 가릴 칸의 0까지 곱하므로 실제로는 반복문보다 일을 더 하며, 토큰이 많을수록 두 "
      "배에 가까워집니다. 그래도 대개 더 빠릅니다. 시간 복잡도(time complexity)는 둘 다 O(n²d)로 "
      "같지만, 행렬 곱은 호출이 한 번뿐이고 라이브러리가 여러 수를 한꺼번에 처리해 그 앞의 상수가 "
      "작습니다. 표는 토큰 n개를 평균할 때 더하는 벡터의 수와 함수 호출의 수입니다. 반복문은 "
      "토큰마다 자르기, 더하기, 나누기의 세 번으로 세고, 행렬 곱은 weights를 미리 만들어 두었다고 "
      "보고 곱하기 한 번으로 셉니다.",
      "The product multiplies the zeros of the hidden cells, too, so it does more work than the "
      "loops: the more tokens, the closer to twice as much. Yet it is usually faster. The time "
      "complexity of both is O(n²d); what is smaller is the constant, since it is one call, in "
      "which the library handles many numbers at a time. The table counts the vectors added and "
      "the calls made to average n tokens. The loops make three calls a token, slice, sum and "
      "division; the product is counted as one, the weights being made beforehand.");
  page.code(
      "def by_loops(x):                                      # (T, d)\n"
      "    return torch.stack([x[:t + 1].sum(dim=0) / (t + 1)\n"
      "                        for t in range(len(x))])\n"
      "\n"
      "def by_product(x):\n"
      "    allowed = torch.tril(torch.ones(len(x), len(x)))\n"
      "    return (allowed / allowed.sum(dim=1, keepdim=True)) @ x\n"
      "\n"
      "torch.manual_seed({})\n"
      "x = torch.randn(64, 6)\n"
      "assert torch.allclose(by_loops(x), by_product(x), atol=1e-6)",
      s.seed_or(seed_of_embeddings));

  std::vector<std::vector<block::Cell>> rows;
  bool below_twice = true;
  for (const Size n : {4, 16, 64, 256, 1024}) {
    const Cost cost(n);
    below_twice = below_twice && cost.ratio() > 1 && cost.ratio() < 2;
    rows.push_back({n, cost.by_loops, cost.calls_in_loops(), cost.by_product, Size{1}});
  }
  page.table({"n",
              {"반복문: 벡터", "loops: vectors"},
              {"호출", "calls"},
              {"행렬 곱: 벡터", "product: vectors"},
              {"호출", "calls"}},
             std::move(rows));
  race_loops_against_product(s, page);
  page.check(below_twice, "행렬 곱은 일을 더 하지만 두 배에는 이르지 않습니다",
             "the product does more work, but never twice as much");
  page.check(allclose(by_product(x), running_average(x)),
             "토큰 {}개에서도 두 방법의 결과가 같습니다", "with {} tokens, too, both give the same",
             x.size(0));
  page.note(
      "평균만 구한다면 앞의 합에 하나씩 더해 가는 것이 계산량이 가장 적습니다. 다만 9번처럼 "
      "토큰마다 가중치가 다르면 앞의 합을 다시 쓸 수 없습니다. 그때도 행렬 곱은 그대로 쓸 수 "
      "있습니다.",
      "For a mere average the cheapest way is to go on from the previous sum. But once every token "
      "has weights of its own, as in step 9, that sum is of no use any more, while the product "
      "works as before.");
  const Size grown = Cost(128).by_product / Cost(64).by_product;
  page.ask_choice(
      {"토큰이 두 배가 되면 행렬 곱이 더하는 벡터는 몇 배가 됩니까?",
       "With twice as many tokens, how many times as many vectors does the product add?"},
      {{{"그대로", "as many"},
        {"토큰이 늘면 결과의 행도 늘어나므로 더하는 벡터가 그대로일 수 없습니다",
         "more tokens make more rows of the result, and each adds vectors"}},
       {{"2배", "2 times"},
        {"결과의 행만 두 배가 되는 것이 아니라 행마다 더하는 벡터도 늘어납니다",
         "not only are there twice as many rows: each of them adds more vectors, too"}},
       {{"4배", "4 times"}},
       {{"8배", "8 times"},
        {"토큰의 수는 행의 수와 행마다 더하는 벡터의 수에 한 번씩, 두 번만 들어갑니다",
         "the number of tokens counts only twice: for the rows, and for the vectors that each adds"}}},
      static_cast<std::size_t>(std::lround(std::log2(static_cast<double>(grown)))));
}

}  // namespace attn::chapter2
