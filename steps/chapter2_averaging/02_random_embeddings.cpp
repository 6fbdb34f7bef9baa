#include <algorithm>
#include <cmath>

#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "tensor/operations.h"

namespace attn::chapter2 {

// Something to average: vectors that do not know of each other yet.
void random_embeddings(const Settings& s, Page& page) {
  const Tensor embeddings = averaging(s).embeddings;  // (b, T, d)

  page.text(
      "문장 2개, 문장마다 토큰 4개, 토큰마다 6차원 임베딩(embedding)을 표준정규분포의 난수로 "
      "채웁니다. 축은 차례로 배치(batch), 토큰, 차원(dimension)입니다. 지금은 벡터 하나하나가 자기 "
      "토큰만 알 뿐, 옆에 무슨 토큰이 있는지는 모릅니다. 문맥을 알려면 토큰 사이에 정보가 오가야 "
      "합니다.",
      "Two sentences of four tokens, and a vector of six numbers for each token, drawn from the "
      "standard normal distribution. The axes are batch, token and dimension, in this order. As "
      "it is, each vector knows of its own token only and not of its neighbours. To know the "
      "context, tokens must pass information on.");
  page.code(
      "torch.manual_seed({})\n"
      "embeddings = torch.randn(2, 4, 6)",
      s.seed_or(seed_of_embeddings));
  page.tensor(embeddings);

  // Half a unit is five standard errors of the deviation of 48 draws, and more of their mean.
  const float deviation = std_dev(embeddings).item();
  const float off = std::abs(mean(embeddings).item());
  page.check(std::abs(deviation - 1) < 0.5F && off < 0.75F,
             "평균과 0의 차이는 {:.2f}이고, 표준편차는 {:.2f}[으로/로] 1에 가깝습니다",
             "their mean differs from 0 by {:.2f}, their standard deviation is {:.2f}, close to 1",
             off, deviation);
  const std::vector<float> values = embeddings.values();
  const bool has_both = std::any_of(values.begin(), values.end(), [](float x) { return x < 0; }) &&
                        std::any_of(values.begin(), values.end(), [](float x) { return x > 0; });
  page.check(has_both, "음수도 있고 양수도 있습니다", "some are negative and some positive");
  page.ask_count(
      {"문장이 2개, 토큰이 문장마다 4개, 임베딩이 6차원이면 수는 모두 몇 개입니까?",
       "Two sentences of four tokens, each with six dimensions: how many numbers is "
       "that in all?"},
      {"2 × 4 × 6개입니다", "there are 2 × 4 × 6"}, embeddings.numel(), {},
      {{2 + 4 + 6, {"크기를 더한 것이며, 곱해야 합니다", "that adds the sizes up; they multiply"}},
       {4 * 6, {"한 문장의 수만 센 것입니다", "that is one sentence only"}},
       {2 * 4,
        {"토큰의 수이며, 토큰마다 수가 여섯입니다",
         "that is the number of tokens, each of six numbers"}}});
}

}  // namespace attn::chapter2
