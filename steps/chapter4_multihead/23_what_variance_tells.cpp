#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "nn/layer_norm.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// What step 14 takes out of a row: its mean, which is not its median, and its spread.
void what_variance_tells(const Settings&, Page& page) {
  const Tensor numbers =
      Tensor({3, 3}, {3.9F, 4.0F, 4.1F, 2, 4, 6, 2, 4, 12})
          .named("numbers")
          .labelled(0, std::make_shared<const Labels>(Labels{"narrow", "wide", "lopsided"}));
  const Tensor means = mean(numbers, -1).named("means");                // (3)
  const Tensor medians = select(numbers, 1, 1).named("medians");        // (3): rows are sorted
  const Tensor variances = var(numbers, -1, false).named("variances");  // (3)
  const Tensor normed = clone(normalized(numbers)).named("normed");     // (3, 3)

  page.text(
      "평균(mean)은 모두 더해 개수로 나눈 값이고, 중앙값(median)은 크기순으로 늘어놓았을 때 "
      "한가운데에 오는 값입니다. 2, 4, 6에서는 둘 다 4여서 같은 것으로 보이지만, 6을 12로 바꾸면 "
      "중앙값은 그대로이고 평균만 움직입니다. LayerNorm이 빼는 것은 평균입니다. 분산(variance)은 "
      "평균에서 얼마나 퍼져 있는지를 나타내며, narrow와 wide는 평균이 같고 퍼진 정도만 다릅니다.",
      "The mean is the sum divided by how many there are; the median is what stands in the middle "
      "once they are sorted. For 2, 4, 6 both are 4 and look like one thing, but with 12 in place "
      "of 6 the median stays and only the mean moves. LayerNorm subtracts the mean. The variance "
      "tells how far numbers spread from their mean; narrow and wide have the same mean and differ "
      "in nothing but their spread.");
  page.code(
      "numbers = torch.tensor([[3.9, 4.0, 4.1],      # narrow\n"
      "                        [2.0, 4.0, 6.0],      # wide\n"
      "                        [2.0, 4.0, 12.0]])    # lopsided\n"
      "means = numbers.mean(dim=-1)\n"
      "medians = numbers.median(dim=-1).values\n"
      "variances = numbers.var(dim=-1, unbiased=False)\n"
      "normed = torch.nn.functional.layer_norm(numbers, (3,))");
  page.tensor(numbers);
  page.tensor(means);
  page.tensor(medians);
  page.tensor(variances);
  page.text(
      "normed는 LayerNorm을 지난 결과입니다. 퍼진 정도만 달랐던 narrow와 wide가 거의 같은 벡터가 "
      "됩니다. 퍼진 크기는 지워지고 상대적인 차이만 남는 것입니다.",
      "normed is what LayerNorm makes of them. narrow and wide, which differed in spread alone, "
      "become nearly the same vector: their size is gone, and what is left is their shape.");
  page.tensor(normed);
  page.check(means.at({2}) == 6 && medians.at({2}) == 4,
             "lopsided에서는 평균이 {}, 중앙값이 {}입니다",
             "the mean of lopsided is {}, its median {}", means.at({2}), medians.at({2}));
  page.check(allclose(select(means, 0, 0), select(means, 0, 1)) &&
                 allclose(scalar(variances.at({1}) / variances.at({0})), scalar(400), 1e-3F),
             "wide는 narrow보다 20배 넓게 퍼져 있어, 분산이 20² = 400배입니다",
             "wide spreads 20 times as far as narrow, so its variance is 20² = 400 times as large");
  page.check(by_hand::are_normalized(normed, numbers, LayerNorm::default_eps),
             "normed의 칸마다 (x - 평균) ÷ √(분산 + eps)를 따로 계산해도 같습니다",
             "worked out cell by cell, normed is (x - mean) ÷ √(variance + eps)");
  page.check(largest_size(select(normed, 0, 0) - select(normed, 0, 1)) < 0.01F,
             "정규화한 narrow와 wide의 차이는 0.01도 되지 않습니다(남은 차이는 eps에서 옵니다)",
             "normalized, narrow and wide are less than 0.01 apart, which is due to eps");
  page.ask_cell(
      {"LayerNorm은 행마다 평균을 뺍니다. 2, 4, 12의 평균은 얼마입니까?",
       "LayerNorm subtracts the mean of each row. What is the mean of 2, 4, 12?"},
      means, {2}, {numbers},
      {{4, {"크기순으로 가운데 있는 중앙값입니다", "that is the median, the one in the middle"}},
       {2 + 4 + 12,
        {"더하기만 하고 개수로 나누지 않은 것입니다",
         "that is the sum, not yet divided by their number"}},
       {(2 + 12) / 2,
        {"가장 작은 수와 가장 큰 수만 평균한 것입니다",
         "that averages the smallest and the largest only"}}});
}

}  // namespace attn::chapter4
