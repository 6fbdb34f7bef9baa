#include <algorithm>
#include <array>
#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

constexpr std::array<Size, 4> sizes = {2, 16, 128, 1024};
constexpr Size queries = 32;  // 8 of the largest size
constexpr Size keys = 16;

/// `n` vectors of d_k numbers out of all of them, (n, d_k), or as many as there are.
Tensor vectors(const Tensor& all, Size n, Size d_k) {
  return narrow(view(all, {-1, d_k}), 0, 0, std::min(n, all.numel() / d_k));
}

/// How much the favourite token gets: the largest weight of each row, averaged.
float largest_weight(const Tensor& scores) {
  return mean(amax(softmax(scores, -1), -1)).item();
}

}  // namespace

// The longer the vectors, the further apart their dot products, and the harder softmax decides.
void why_scale(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const Tensor q = randn({8 * sizes.back()}, generator).named("q");
  const Tensor k = randn({keys * sizes.back()}, generator).named("k");

  std::vector<Tensor> stds;
  std::vector<std::vector<block::Cell>> rows;
  Labels labels;
  bool near_the_root = true;
  bool near_one = true;
  for (const Size d_k : sizes) {
    const Tensor scores = matmul(vectors(q, queries, d_k), T(vectors(k, keys, d_k)));
    const float root = std::sqrt(static_cast<float>(d_k));
    stds.push_back(std_dev(scores));
    const float ratio = stds.back().item() / root;
    near_the_root = near_the_root && ratio > 1 / 3.0F && ratio < 3;
    const Tensor scaled = scores / root;
    const float std_of_scaled = std_dev(scaled).item();
    near_one =
        near_one && std_of_scaled > 1 / 3.0F && std_of_scaled < 3 &&
        by_hand::are_softmax_of(softmax(scaled, -1), scores, root) &&
        by_hand::are_dot_products_of(scores, vectors(q, queries, d_k), vectors(k, keys, d_k));
    labels.push_back(formatted("d_k={}", d_k));
    rows.push_back({d_k, root, stds.back().item(), largest_weight(scores), largest_weight(scaled)});
  }
  const Tensor score_std =
      stack(stds).named("score_std").labelled(0, std::make_shared<const Labels>(labels));
  const auto last = std::get<float>(rows.back()[3]);
  const auto last_scaled = std::get<float>(rows.back()[4]);

  page.text(
      "쿼리와 키의 원소가 서로 독립이고 평균이 0, 분산이 1이면, 내적은 원소끼리의 곱 d_k개를 더한 "
      "것이므로 표준편차가 √d_k가 됩니다. 점수가 이렇게 벌어지면 softmax는 거의 모든 가중치를 토큰 "
      "하나에 몰아주고(포화, saturation), 기울기(gradient)가 0에 가까워져 학습이 아주 느려집니다. "
      "√d_k로 나누면 차원이 커져도 점수의 폭이 그대로입니다. 아래는 난수 벡터로 잰 것이며, 표의 "
      "최대 가중치는 행마다 가장 큰 가중치를 모든 행에서 평균한 것입니다.",
      "If the elements of queries and keys are independent, with mean 0 and variance 1, a dot "
      "product adds up d_k products of them, and its standard deviation is √d_k. With scores that "
      "far apart softmax gives nearly everything to one token (it saturates), gradients get close "
      "to 0 and learning gets very slow. Dividing by √d_k keeps the spread the same whatever the "
      "dimension. Below it is measured with random vectors; the largest weight in the table is "
      "that of each row, averaged over the rows.");
  page.practice_gives({"scores"});
  page.code(
      "torch.manual_seed({0})\n"
      "q, k = torch.randn({1}), torch.randn({2})\n"
      "scores = {{d: q.view(-1, d)[:{3}] @ k.view(-1, d)[:{4}].T\n"
      "          for d in (2, 16, 128, 1024)}}\n"
      "score_std = torch.stack([x.std() for x in scores.values()])\n"
      "def largest_weight(x):                       # the mean over the rows\n"
      "    return x.softmax(dim=-1).amax(dim=-1).mean()\n"
      "table = [(d, largest_weight(x), largest_weight(x / d**0.5))\n"
      "         for d, x in scores.items()]",
      s.seed_or(seed_of_weights), q.numel(), k.numel(), queries, keys);
  page.table({"d_k",
              "√d_k",
              "score_std",
              {"최대 가중치", "largest weight"},
              {"÷ √d_k 후", "after ÷ √d_k"}},
             std::move(rows));
  page.tensor(score_std);
  page.check(near_the_root, "score_std는 어느 d_k에서나 √d_k의 3분의 1과 세 배 사이에 있습니다",
             "score_std is between a third of √d_k and three times it for every d_k");
  page.check(near_one, "√d_k로 나눈 점수의 표준편차는 어느 d_k에서나 3분의 1과 3 사이입니다",
             "divided by √d_k, the scores have a standard deviation between a third and three for "
             "every d_k");
  page.check(last > 0.7F && last_scaled < 0.5F,
             "d_k가 가장 클 때, √d_k로 나누지 않으면 평균하여 한 토큰이 가중치를 대부분 갖지만 "
             "나누면 그렇지 않습니다",
             "at the largest d_k one token takes, on average, most of the weight without scaling, "
             "but not with it");

  page.ask_choice({"쿼리와 키의 원소는 서로 독립이고 평균이 0, 분산이 1입니다. d_k가 4배가 되면 "
                   "점수의 표준편차는 몇 배가 됩니까?",
                   "The elements of queries and keys are independent, with mean 0 and variance 1. "
                   "If d_k grows fourfold, what happens to the standard deviation of the scores?"},
                  {{{"16배가 됩니다", "it grows sixteenfold"},
                    {"16은 4의 제곱인데, 표준편차는 분산의 제곱근입니다",
                     "16 is 4 squared, but a standard deviation is the root of a variance"}},
                   {{"4배가 됩니다", "it grows fourfold"},
                    {"4배가 되는 것은 분산입니다", "it is the variance that grows fourfold"}},
                   {{"2배가 됩니다", "it doubles"}},
                   {{"그대로입니다", "it stays the same"},
                    {"더하는 곱이 많아질수록 그 합은 더 넓게 퍼집니다",
                     "the more products are added up, the wider their sums spread"}}},
                  2);
}

}  // namespace attn::chapter3
