#include <array>
#include <cmath>

#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "nn/gelu.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// Two formulas for GELU: the exact one, and one that was faster and comes close.
void gelu_by_tanh(const Settings&, Page& page) {
  const Tensor x = (arange(7) - scalar(3)).named("x");
  const Tensor gelu_erf = gelu(x, Approximate::none).named("gelu_erf");
  const Tensor gelu_tanh = gelu(x, Approximate::tanh).named("gelu_tanh");

  const Tensor many_x = (arange(1001) * 0.01F - scalar(5)).named("many_x");
  const Tensor difference =
      (gelu(many_x, Approximate::tanh) - gelu(many_x, Approximate::none)).named("difference");
  const Tensor largest_difference =
      sqrt(amax(difference * difference, 0)).named("largest_difference");

  page.text(
      "Φ(x)를 정확히 구하려면 오차 함수(error function) erf가 필요합니다. GELU를 제안한 논문은 더 "
      "빨리 "
      "계산할 수 있도록 tanh로 어림하는 식도 함께 내놓았고, GPT-2가 이 식을 씁니다. "
      "torch.nn.GELU의 "
      "기본값은 정확한 식이고, "
      "approximate='tanh'를 주면 어림한 식이 됩니다. 차이는 작지만 학습된 가중치를 불러올 때에는 "
      "그 모델이 쓴 식을 그대로 써야 같은 수가 나옵니다.",
      "To compute Φ(x) exactly takes the error function, erf. The paper that proposed GELU also "
      "gave "
      "an approximation with tanh, for speed, and GPT-2 uses that one. torch.nn.GELU is exact by "
      "default; with approximate='tanh' it uses the approximation. They differ little, but to get "
      "the numbers of a trained model you need the formula that it was trained with.");
  page.code(
      "x = torch.arange(7.) - 3\n"
      "gelu_erf = x * (1 + torch.erf(x / 2**0.5)) / 2\n"
      "inner = (2 / torch.pi)**0.5 * (x + 0.044715 * x**3)\n"
      "gelu_tanh = x * (1 + torch.tanh(inner)) / 2\n"
      "\n"
      "many_x = torch.arange(1001.) * 0.01 - 5\n"
      "difference = (torch.nn.functional.gelu(many_x, approximate='tanh')\n"
      "              - torch.nn.functional.gelu(many_x))\n"
      "largest_difference = difference.abs().max()");
  page.tensor(x);
  page.tensor(gelu_erf);
  page.tensor(gelu_tanh);
  page.plot(many_x, {difference});
  page.tensor(largest_difference);
  page.check(largest_difference.item() < 5e-4F,
             "-5와 5 사이에서 가장 큰 차이는 {:.6f}이며, 0.0005보다 작습니다",
             "between -5 and 5 the largest difference is {:.6f}: less than 0.0005",
             largest_difference.item());
  page.check(largest_difference.item() > 1e-5F,
             "float32의 반올림 오차보다는 훨씬 크므로, 소수 넷째 자리에서 구별됩니다",
             "it is far above the rounding of float32, and shows in the fourth decimal");

  const std::array<float, 4> sizes = {0.05F, 0.005F, 0.0005F, 0.0000005F};
  const std::array<FixedText, 4> reasons = {{
      {"그만큼 다르다면 소수 둘째 자리에서 드러났을 텐데, 아래의 수는 거기까지 같습니다",
       "that would show in the second decimal, and the numbers below agree that far"},
      {"아래의 수 가운데 0.001만큼 다른 것도 없습니다",
       "none of the numbers below differ even by 0.001"},
      {"", ""},
      {"아래의 수는 이미 소수 넷째 자리에서 다릅니다",
       "the numbers below already differ in the fourth decimal"},
  }};
  std::vector<block::Question::Option> options;
  std::size_t right = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    options.push_back({formatted("{:g}", sizes[i]), reasons[i]});
    const auto off = [&](float size) {
      return std::abs(std::log(size / largest_difference.item()));
    };
    if (off(sizes[i]) < off(sizes[right])) right = i;
  }
  page.ask_choice(
      {"정수 x에서 두 식의 값이 아래와 같습니다. -5와 5 사이에서 두 식의 차이는 가장 클 때 "
       "얼마쯤이겠습니까?",
       "For whole x the two formulas give the numbers below. About how large is their "
       "difference at most, between -5 and 5?"},
      std::move(options), right, {gelu_erf, gelu_tanh});
}

}  // namespace attn::chapter4
