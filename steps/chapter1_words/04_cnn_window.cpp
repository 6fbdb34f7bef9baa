#include "chapter1_words/older_models.h"
#include "chapter1_words/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// One layer of a convolution that averages what its window sees: (T, d) → (T, d).
Tensor averaged_over(const Tensor& one_layer, const Tensor& inputs) {
  return matmul(one_layer, inputs) / sum(one_layer, 1, true);
}

/// Claims that rows do not hear of the first token if it is beyond their window, if there are such.
void check_reach(Page& page, const Tensor& one_layer, const Tensor& inputs, const Tensor& before) {
  const Size first = 1 + kernel / 2;  // of those rows
  const Size beyond = inputs.size(0) - first;
  const Tensor by_much = ones({1, inputs.size(1)}) * (1 + largest_size(inputs));
  const Tensor after = averaged_over(one_layer, inputs + pad(by_much, 0, 0, inputs.size(0) - 1));
  if (beyond <= 0 || !all_finite(after)) return;
  page.check(
      select(before, 0, 0).values() != select(after, 0, 0).values() &&
          narrow(before, 0, first, beyond).values() == narrow(after, 0, first, beyond).values(),
      "첫 토큰을 바꾸면 averaged의 첫 행은 달라지지만, 첫 토큰이 창 밖에 있는 {}개 행은 "
      "그대로입니다",
      "if the first token changes, so does the first row of averaged; rows that do not have it in "
      "their window ({}) stay the same",
      beyond);
}

}  // namespace

// A window of k tokens; further away only through more layers.
void cnn_window(const Settings& s, Page& page) {
  const Tensor one_layer = window_of(s.inputs());                                  // (T, T)
  const Tensor two_layers = matmul(one_layer, one_layer).named("two_layers");      // paths of two
  const Tensor averaged = averaged_over(one_layer, s.inputs()).named("averaged");  // (T, d)
  const Size middle = s.num_tokens() / 2;

  page.text(
      "합성곱 신경망(CNN)은 크기가 정해진 창(window)으로 이웃만 봅니다. 창의 크기(커널)가 k = "
      "{}이면 한 층에서 자기 자신과 양옆의 토큰을 봅니다. one_layer는 행의 토큰이 열의 토큰을 보면 "
      "1인 표이고, 이 표를 자기 자신과 곱한 two_layers는 두 층을 거쳐 닿는 경로의 수입니다. 층을 "
      "쌓을수록 보는 범위가 조금씩 넓어집니다. 0인 칸의 두 토큰은 아직 서로를 모르므로, 멀리 "
      "떨어진 단어끼리의 관계, 즉 장기 의존성(long-range dependency)을 배우려면 층을 많이 쌓아야 "
      "합니다.",
      "A convolutional network (CNN) looks at neighbours through a window of fixed size. With a "
      "kernel of k = {} one layer sees a token and those on either side. In one_layer a 1 says "
      "that the token of the row sees that of the column; two_layers, the table times itself, "
      "counts the paths through two layers. Each layer lets a token see a little further. Where "
      "there is a 0, two tokens do not know of each other yet, and to learn how words depend on "
      "others far away (long-range dependencies) takes many layers.",
      kernel);
  page.code(
      "T = {}\n"
      "one_layer = torch.ones(T, T).triu(-1).tril(1)\n"
      "two_layers = one_layer @ one_layer\n"
      "averaged = one_layer @ inputs / one_layer.sum(dim=1, keepdim=True)",
      s.num_tokens());
  page.whole_numbers(one_layer);
  page.whole_numbers(two_layers);
  page.text("간단한 합성곱 한 층으로, 창에 든 토큰의 벡터를 평균하면 averaged가 됩니다.",
            "A simple layer of convolution averages the vectors of the tokens in the window, which "
            "gives averaged.");
  page.tensor(averaged);
  check_reach(page, one_layer, s.inputs(), averaged);
  bool holds = true;
  for (Size i = 0; i < s.num_tokens(); ++i) {
    for (Size j = 0; j < s.num_tokens(); ++j) {
      const Size apart = i > j ? i - j : j - i;
      holds = holds && (one_layer.at({i, j}) > 0) == (apart <= kernel / 2) &&
              (two_layers.at({i, j}) > 0) == (apart <= 2 * (kernel / 2));
    }
  }
  page.check(holds, "한 층은 거리 1까지, 두 층은 거리 2까지 닿습니다",
             "one layer reaches a distance of 1, two reach 2");
  page.text(
      "토큰이 {}개일 때, 한쪽 끝의 토큰이 다른 쪽 끝의 토큰을 보는 데 필요한 층의 수는 {}입니다.",
      "In a sentence of length {}, the number of layers until the token at one end sees that at "
      "the other is {}.",
      s.num_tokens(), layers_to_connect(s.num_tokens()));
  page.ask_count(
      {"k = 3인 합성곱을 세 층 쌓았습니다. 긴 문장의 가운데 토큰은 자기 자신을 포함해 토큰 몇 개의 "
       "정보를 받습니까?",
       "Three layers of a convolution with k = 3 are stacked. In a long sentence, from how many "
       "tokens, itself included, does a token in the middle get information?"},
      {"한 층마다 양쪽으로 하나씩 더 봅니다", "each layer sees one more on either side"},
      1 + 3 * (kernel - 1), {},
      {{kernel, {"한 층이 보는 창의 크기입니다", "that is the window of a single layer"}},
       {3 * kernel,
        {"창의 크기에 층의 수를 곱한 것인데, 층마다 새로 보이는 것은 양 끝의 하나씩입니다",
         "that is the window times the layers, but each layer adds just one token at either end"}},
       {3 * (kernel - 1), {"자기 자신이 빠졌습니다", "the token itself is missing"}},
       {1 + 3 * (kernel / 2),
        {"한쪽의 이웃만 센 것입니다", "that counts the neighbours on one side only"}}});
  Size reached_by_two = 0;
  for (Size j = 0; j < s.num_tokens(); ++j)
    reached_by_two += two_layers.at({middle, j}) > 0 ? 1 : 0;
  page.ask_cell(
      {formatted("one_layer @ one_layer의 [{0}, {0}] 칸은 얼마입니까?", middle),
       formatted("What is cell [{0}, {0}] of one_layer @ one_layer?", middle)},
      two_layers, {middle, middle}, {one_layer},
      {{one_layer.at({middle, middle}),
        {"one_layer의 값 그대로이며, 그 행과 열을 곱해 더해야 합니다",
         "that is the cell of one_layer itself; its row and its column must be multiplied and added up"}},
       {reached_by_two,
        {"두 층을 거쳐 보는 토큰의 수이며, 물은 것은 자기에게 돌아오는 경로의 수입니다",
         "that is how many tokens two layers see, but the cell counts the paths back to the token"}}});
}

}  // namespace attn::chapter1
