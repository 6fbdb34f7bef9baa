#include <cmath>

#include "chapter4_multihead/block.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "tensor/operations.h"
#include "tensor/shape_error.h"

namespace attn::chapter4 {
namespace {

Text whether_it_can_be_subtracted(const Tensor& x, const Tensor& mean) {
  try {
    return to_string((x - mean).shape());
  } catch (const ShapeError&) {
    return {"뺄 수 없음", "cannot be subtracted"};
  }
}

}  // namespace

// LayerNorm in three lines: the mean of a row, its variance, and the row with both taken out.
void mean_and_variance(const Settings& s, Page& page) {
  const Tensor x = Tensor({3}, {2, 4, 6}).named("x");
  const Tensor mean = attn::mean(x, -1, true).named("mean");      // (1)
  const Tensor var = attn::var(x, -1, false, true).named("var");  // (1)
  const Tensor norm = ((x - mean) / sqrt(var)).named("norm");     // (3)

  Generator generator(s.seed_or(seed_of_models));
  const Tensor rows = randn({2, 5}, generator).named("rows");
  const Tensor row_mean = attn::mean(rows, -1, true).named("row_mean");      // (2, 1)
  const Tensor row_var = attn::var(rows, -1, false, true).named("row_var");  // (2, 1)
  const Tensor row_norm = ((rows - row_mean) / sqrt(row_var)).named("row_norm");

  page.text(
      "층을 여럿 지나면 수의 크기가 제각각이 되어 학습이 불안정해지기 쉽습니다. 층 정규화(layer "
      "normalization, LayerNorm)는 토큰 하나의 원소들에서 평균을 빼고 표준편차로 나누어, 평균이 "
      "0이고 분산이 1이 되게 합니다. 마지막 축(dim=-1)을 따라 계산하므로 토큰마다 따로 정규화되고, "
      "다른 토큰이나 다른 문장은 결과에 영향을 주지 않습니다. 평균과 분산의 뜻은 23번에서 더 "
      "봅니다.",
      "After many layers numbers come in all sizes, and training easily gets unstable. Layer "
      "normalization (LayerNorm) takes the numbers of one token, subtracts their mean and divides "
      "by their standard deviation, so that they have mean 0 and variance 1. It runs along the "
      "last axis (dim=-1), so each token is normalized on its own, and no other token or sentence "
      "plays a part. What mean and variance tell is looked at in step 23.");
  page.code(
      "x = torch.tensor([2.0, 4.0, 6.0])\n"
      "mean = x.mean(dim=-1, keepdim=True)\n"
      "var = x.var(dim=-1, unbiased=False, keepdim=True)\n"
      "norm = (x - mean) / torch.sqrt(var)");
  page.tensor(x);
  page.tensor(mean);
  page.tensor(var);
  page.tensor(norm);
  page.text(
      "여러 토큰을 한꺼번에 계산해도 식은 같습니다. keepdim=True를 주면 평균을 낸 축이 사라지지 "
      "않고 크기 1로 남습니다. 그래야 행마다 자기 평균이 빠집니다.",
      "For several tokens at once the formula stays the same. With keepdim=True the axis that was "
      "averaged stays, as an axis of size 1, and each row has its own mean subtracted.");
  page.code(
      "torch.manual_seed({})\n"
      "rows = torch.randn(2, 5)\n"
      "row_mean = rows.mean(dim=-1, keepdim=True)\n"
      "row_var = rows.var(dim=-1, unbiased=False, keepdim=True)\n"
      "row_norm = (rows - row_mean) / torch.sqrt(row_var)",
      generator.state().seed);
  page.tensor(rows);
  page.tensor(row_mean);
  page.tensor(row_var);
  page.tensor(row_norm);
  const Tensor without_axis = attn::mean(rows, -1);
  page.table({{"평균", "mean"}, {"모양", "shape"}, "rows - mean"},
             {{"rows.mean(dim=-1, keepdim=True)", to_string(row_mean.shape()),
               whether_it_can_be_subtracted(rows, row_mean)},
              {"rows.mean(dim=-1)", to_string(without_axis.shape()),
               whether_it_can_be_subtracted(rows, without_axis)}});
  page.check(largest_size(attn::mean(row_norm, -1)) < 1e-5F, "모든 행의 평균이 0입니다",
             "every row has mean 0");
  page.check(allclose(attn::var(row_norm, -1, false), ones({2}), 1e-4F), "모든 행의 분산이 1입니다",
             "every row has variance 1");
  page.note(
      "요즘의 큰 언어 모델은 대개 평균을 빼지 않고 크기로만 나누는 RMSNorm을 씁니다(Zhang & "
      "Sennrich, 2019). 8.13에서 나란히 비교합니다.",
      "Most large language models of today use RMSNorm, which subtracts no mean and only divides "
      "by the size (Zhang & Sennrich, 2019). Step 8.13 puts them side by side.");
  page.ask_cell(
      {"2, 4, 6의 분산은 얼마입니까? 평균과의 거리의 제곱을 모두 더해 개수 n으로 나누십시오.",
       "What is the variance of 2, 4, 6: the squared distances from the mean, added up "
       "and divided by their number?"},
      var, {0}, {x, mean},
      {{var.item() * 3 / 2,
        {"n이 아니라 n - 1로 나눈 표본 분산입니다",
         "that is the sample variance, divided by n - 1 in place of n"}},
       {var.item() * 3,
        {"제곱을 더하기만 하고 나누지 않은 것입니다",
         "that is the sum of the squares, not yet divided"}},
       {std::sqrt(var.item()),
        {"제곱근까지 구한 표준편차입니다", "that is the standard deviation, the root of it"}}});
}

}  // namespace attn::chapter4
