#include <numbers>

#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// The size of the paper: 256 pairs, from a full turn every 6 positions to one in sixty thousand.
void waves_of_512(const Settings&, Page& page) {
  const Size n = 100;
  const Tensor div_term = div_terms(model_size);
  const Tensor wavelength =
      (scalar(static_cast<float>(2 * std::numbers::pi)) / div_term).named("wavelength");  // (256)
  const Tensor waves_of = T(positional_encoding(n, model_size));  // (512, 100)
  const Tensor x = arange(n).named("pos");

  page.text(
      "실제 모델의 크기인 d = {}에서는 쌍이 {}개입니다. 쌍마다 한 바퀴를 도는 데 드는 위치의 수, 곧 "
      "파장 wavelength가 2π에서 시작해 일정한 비율로 커져 10000 × 2π에 가까워집니다. 빨리 도는 "
      "쌍은 바로 옆 위치를, 천천히 도는 쌍은 먼 위치를 구별합니다. 그림은 열 몇 개를 위치에 따라 그린 "
      "것입니다.",
      "At the size of a real model, d = {}, there are {} pairs. The number of positions that a full "
      "turn takes, wavelength, starts at 2π and grows at a constant rate towards 10000 × 2π. Fast "
      "pairs tell neighbours apart, slow ones positions that are far from each other. The plot "
      "shows some columns over the positions.",
      model_size, div_term.numel());
  page.code(
      "pe_512, div_term, _ = positional_encoding({}, {})\n"
      "wavelength = 2 * math.pi / div_term",
      n, model_size);
  page.plot(x, {select(waves_of, 0, 0).named("sin0"), select(waves_of, 0, 64).named("sin32"),
                select(waves_of, 0, 128).named("sin64")});
  page.tensor(wavelength);
  const float longest = wavelength.at({wavelength.numel() - 1});
  const Tensor ratio = narrow(wavelength, 0, 1, wavelength.numel() - 1) /
                       narrow(wavelength, 0, 0, wavelength.numel() - 1);
  page.check(allclose(ratio, ones(ratio.shape()) * ratio.at({0}), 1e-4F),
             "파장은 다음 쌍으로 갈 때마다 같은 비율인 {:.4f}배가 됩니다",
             "from pair to pair the wavelength grows by the same factor, {:.4f}", ratio.at({0}));
  page.check(longest > 9000 * 6.28F && longest < 10000 * 6.29F,
             "가장 긴 파장은 {:.0f}로, 10000 × 2π보다 조금 짧습니다",
             "the longest is {:.0f}, a little less than 10000 × 2π", longest);
  page.ask_shape({"d = 512일 때 위치 100개의 pe의 모양은 무엇입니까?",
                  "With d = 512, what is the shape of pe for 100 positions?"},
                 positional_encoding(n, model_size));
}

}  // namespace attn::chapter1
