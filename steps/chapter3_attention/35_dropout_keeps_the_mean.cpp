#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "nn/dropout.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

/// One rate: its factor, the one that is often mistaken for it, and the mean of many draws.
struct Rate {
  double p;
  float mean_of_many;

  Rate(const Settings& s, double p) : p(p) {
    const WithoutRecording large;
    Generator generator(s.seed_or(seed_of_dropout));
    mean_of_many = mean(dropout(ones({many}), p, generator)).item();
  }
  std::vector<block::Cell> row() const {
    const auto factor = static_cast<float>(1 / (1 - p));
    const block::Cell mistaken = p == 0 ? block::Cell("-") : static_cast<float>(1 / p);
    const block::Cell mistaken_mean =
        p == 0 ? block::Cell("-") : mean_of_many * static_cast<float>((1 - p) / p);
    return {formatted("{}", p), factor, mean_of_many, mistaken, mistaken_mean};
  }
  /// How far chance may take the mean: five standard errors; a cell has the variance p / (1 - p).
  double chance() const { return 5 * std::sqrt(p / (1 - p) / many) + 1e-5; }
  bool keeps_the_mean() const { return std::abs(mean_of_many - 1) <= chance(); }

  static constexpr Size many = 2500;
};

}  // namespace

// Survivors are made larger by 1/(1 - p), which keeps the mean where it was.
void dropout_keeps_the_mean(const Settings& s, Page& page) {
  const double p = s.dropout_or(rate_of_dropout);
  Generator generator(s.seed_or(seed_of_dropout));
  const Size num_tokens = s.num_tokens();
  const Tensor dropped =
      dropout(ones({num_tokens, num_tokens}), p, generator).named("dropped");  // (T, T)

  page.text(
      "비율 p만큼을 0으로 만들면 평균이 그만큼 줄어듭니다. 그래서 살아남은 원소를 (1 - p)로 "
      "나누어 키우면, 기댓값이 드롭아웃 전과 같아집니다. 1로 채운 행렬에 적용하면 그 배율이 "
      "그대로 보입니다. 표의 평균은 난수 {}개로 잰 것입니다.",
      "Turning a share p of the values into 0 lowers their mean by as much. So the survivors are "
      "divided by (1 - p), which makes the expected value what it was before. On a matrix of "
      "ones you can see the factor itself. The means in the table are measured over {} draws.",
      Rate::many);
  page.code(
      "torch.manual_seed({0})\n"
      "dropped = torch.nn.Dropout({1})(torch.ones({2}, {2}))",
      s.seed_or(seed_of_dropout), p, num_tokens);
  page.tensor(dropped);

  const auto factor = static_cast<float>(1 / (1 - p));
  bool zero_or_factor = true;
  for (const float value : dropped.values()) {
    zero_or_factor = zero_or_factor && (value == 0 || std::abs(value - factor) <= 1e-6F * factor);
  }
  page.check(zero_or_factor, "모든 칸은 0이거나 1/(1 - p) = {:.4f}입니다",
             "every cell is 0 or 1/(1 - p) = {:.4f}", factor);

  std::vector<Rate> rates = {Rate(s, p)};
  if (p == 0.5) rates.emplace_back(s, 0.2);  // where 1/p and 1/(1 - p) differ
  std::vector<std::vector<block::Cell>> rows;
  bool all_keep_the_mean = true;
  for (const Rate& rate : rates) {
    rows.push_back(rate.row());
    all_keep_the_mean = all_keep_the_mean && rate.keeps_the_mean();
  }
  page.table(
      {"p", "1/(1-p)", {"평균", "mean"}, {"틀린 1/p", "wrong 1/p"}, {"그때의 평균", "its mean"}},
      std::move(rows));
  if (rates[0].chance() < 0.2) {
    page.check(all_keep_the_mean,
               "여러 번 뽑아 평균을 내면 1에 가깝습니다: 차이가 {:.2g}보다 작습니다",
               "the mean over many draws is close to 1: less than {:.2g} away", rates[0].chance());
  } else {
    page.note(
        "p = {}이면 {}개 가운데 {:.1f}개꼴로만 살아남으므로, 평균이 1에 가까워지려면 훨씬 많이 "
        "뽑아야 합니다.",
        "At p = {}, of {} draws about {:.1f} survive: it takes far more for the mean to get close "
        "to 1.",
        p, Rate::many, (1 - p) * static_cast<double>(Rate::many));
  }
  page.note(
      "p = 0.5에서는 1/p과 1/(1 - p)이 둘 다 2여서, p로 나누는 실수가 드러나지 않습니다. 0.5가 "
      "아닌 p로 확인하십시오.",
      "At p = 0.5 both 1/p and 1/(1 - p) are 2, so the mistake of dividing by p does not show. "
      "Test with another p.");

  const double asked = rates.back().p;
  page.ask_cell(
      {formatted("1로 채운 행렬에 p = {}인 드롭아웃을 적용합니다. 기댓값이 그대로이려면 "
                 "살아남은 칸의 값은 얼마여야 합니까?",
                 asked),
       formatted("Dropout with p = {} is applied to a matrix of ones. What must a "
                 "surviving cell become for the expected value to stay as it is?",
                 asked)},
      ones({1}) / static_cast<float>(1 - asked), {0}, {},
      {{1 - asked,
        {"1 - p를 곱한 것이며, 나누어야 기댓값이 그대로입니다",
         "that is multiplied by 1 - p; it takes a division to keep the expected value"}},
       {1 / asked, {"1 - p가 아니라 p로 나눈 것입니다", "that is divided by p, not by 1 - p"}},
       {1,
        {"키우지 않은 것이며, 그러면 기댓값이 줄어듭니다",
         "that is not made larger, and the expected value falls"}}});
}

}  // namespace attn::chapter3
