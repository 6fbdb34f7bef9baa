#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// How many times larger the sample's standard deviation of n numbers is than the population's.
float ratio_of_stds(Size n) {
  const Tensor x = arange(n);
  return sqrt(var(x, -1, true) / var(x, -1, false)).item();
}

}  // namespace

// Divide by n or by n - 1? torch.var does the one if not told otherwise, LayerNorm the other.
void population_and_sample(const Settings&, Page& page) {
  const Tensor x = Tensor({3}, {2, 4, 6}).named("x");
  const Tensor mean = attn::mean(x, -1, true).named("mean");                      // (1)
  const Tensor var_population = var(x, -1, false, true).named("var_population");  // (1)
  const Tensor norm_population = ((x - mean) / sqrt(var_population)).named("norm_population");
  const Tensor var_sample = var(x, -1, true, true).named("var_sample");  // (1)
  const Tensor norm_sample = ((x - mean) / sqrt(var_sample)).named("norm_sample");

  page.text(
      "분산에는 두 가지가 있습니다. 모분산(population variance)은 평균과의 거리의 제곱을 모두 더해 "
      "n으로 나누고, 표본 분산(sample variance)은 n - 1로 나눕니다. n - 1로 나누는 것은 일부만 "
      "보고 "
      "전체의 분산을 어림할 때 치우치지 않게(unbiased) 하기 위해서입니다. LayerNorm은 아무것도 "
      "어림하지 않고 눈앞에 있는 수들의 크기를 맞출 뿐이므로 n으로 나눕니다. 그런데 torch.var는 "
      "기본으로 n - 1로 나누므로 unbiased=False를 주어야 합니다.",
      "There are two kinds of variance. The population variance divides the sum of the squared "
      "distances from the mean by n, the sample variance by n - 1, which makes it unbiased when "
      "the whole is estimated from a part. LayerNorm estimates nothing; it only brings the numbers "
      "at hand to one size, and divides by n. But torch.var divides by n - 1 unless told "
      "otherwise, hence unbiased=False.");
  page.code(
      "x = torch.tensor([2.0, 4.0, 6.0])\n"
      "mean = x.mean(dim=-1, keepdim=True)\n"
      "var_population = x.var(dim=-1, unbiased=False, keepdim=True)\n"
      "norm_population = (x - mean) / torch.sqrt(var_population)\n"
      "var_sample = x.var(dim=-1, keepdim=True)    # unbiased=True\n"
      "norm_sample = (x - mean) / torch.sqrt(var_sample)");
  page.tensor(x);
  page.tensor(var_population);
  page.tensor(norm_population);
  page.text("표본 분산으로 정규화하면 이렇게 됩니다.", "And with the sample variance:");
  page.tensor(var_sample);
  page.tensor(norm_sample);

  std::vector<std::vector<block::Cell>> rows;
  for (const Size n : {3, 12, 64, 768}) rows.push_back({n, ratio_of_stds(n)});
  page.table({{"수의 개수 n", "how many, n"},
              {"표준편차의 비 √(n/(n-1))", "ratio of standard deviations √(n/(n-1))"}},
             std::move(rows));
  page.check(allclose(attn::mean(norm_population * norm_population, -1), scalar(1)),
             "모분산으로 정규화하면 분산이 1입니다",
             "normalized with the population variance, the numbers have variance 1");
  page.check(allclose(attn::mean(norm_sample * norm_sample, -1), scalar(2.0F / 3)),
             "표본 분산으로 정규화하면 분산이 1에 못 미치는 (n - 1)/n입니다",
             "normalized with the sample variance, they have a variance below 1: (n - 1)/n");
  page.note(
      "실제 모델처럼 n이 크면 둘의 차이가 거의 보이지 않아, 틀려도 눈에 띄지 않습니다. 작은 n으로 "
      "확인하십시오.",
      "With the n of real models the two hardly differ, so the mistake goes unseen. Test with a "
      "small n.");
  page.ask_cell(
      {"2, 4, 6을 표본 분산으로 정규화하면 첫째 수는 얼마가 됩니까?",
       "Normalize 2, 4, 6 with the sample variance: what does the first number become?"},
      norm_sample, {0}, {x, mean},
      {{norm_population.at({0}),
        {"표본 분산이 아니라 n으로 나눈 모분산으로 정규화한 것입니다",
         "that is normalized with the population variance, which divides by n"}},
       {-norm_sample.at({0}),
        {"부호가 반대이며, 2는 평균보다 작습니다", "the sign is wrong: 2 is below the mean"}},
       {x.at({0}) - mean.item(),
        {"평균만 빼고 표준편차로 나누지 않은 것입니다",
         "only the mean is subtracted, and nothing divided by the standard deviation"}},
       {(x.at({0}) - mean.item()) / var_sample.item(),
        {"표준편차가 아니라 분산으로 나눈 것입니다",
         "that is divided by the variance, not by the standard deviation"}}});
}

}  // namespace attn::chapter4
