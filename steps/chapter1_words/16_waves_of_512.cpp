#include <numbers>

#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// The size of the paper: 256 pairs, from a full turn every 6 positions to one in sixty thousand.
void waves_of_512(const Settings&, Page& page) {
  const Size n = 50;
  const Tensor div_term = div_terms(model_size);
  const Tensor wavelength =
      (scalar(static_cast<float>(2 * std::numbers::pi)) / div_term).named("wavelength");  // (256)
  const Tensor every_32nd = embedding(arange(8) * 32.0F, wavelength).named("every_32nd");
  const Tensor pe = positional_encoding(n, model_size).named("pe_512");
  const Tensor corner = narrow(narrow(pe, 0, 0, 4), 1, 0, 6)
                            .named("corner")
                            .labelled(0, position_names(0, 4))
                            .labelled(1, wave_names(3));
  const Tensor waves_of = T(pe);  // (512, n)
  const Tensor x = arange(n).named("pos");

  page.text(
      "실제 모델의 크기인 d = {}에서는 쌍이 {}개입니다. 쌍마다 한 바퀴를 도는 데 드는 위치의 수, "
      "즉 파장 wavelength가 2π에서 시작해 일정한 비율로 커져 10000 × 2π에 가까워집니다. 빨리 도는 "
      "쌍은 바로 옆 위치를, 천천히 도는 쌍은 먼 위치를 구별합니다.",
      "At the size of a real model, d = {}, there are {} pairs. The number of positions that a "
      "full "
      "turn takes, wavelength, starts at 2π and grows by a constant factor towards 10000 × 2π. "
      "Fast pairs tell neighbours apart, slow ones positions that are far from each other.",
      model_size, div_term.numel());
  page.code(
      "pe_512, div_term, _ = positional_encoding({}, {})\n"
      "corner = pe_512[:4, :6]           # positions 0 to 3, the first three pairs\n"
      "wavelength = 2 * math.pi / div_term\n"
      "every_32nd = wavelength[::32]",
      n, model_size);
  page.tensor(corner);
  page.text("쌍 0과 쌍 32, 64의 sin을 위치에 따라 그리면 이렇습니다.",
            "The sine of pairs 0, 32 and 64 over the positions:");
  page.plot(x, {select(waves_of, 0, 0).named("sin0"), select(waves_of, 0, 64).named("sin32"),
                select(waves_of, 0, 128).named("sin64")});
  page.text("쌍 0, 32, 64 …의 파장입니다.", "The wavelengths of pairs 0, 32, 64 …:");
  page.tensor(every_32nd);
  const float longest = wavelength.at({wavelength.numel() - 1});
  const Tensor ratio = narrow(wavelength, 0, 1, wavelength.numel() - 1) /
                       narrow(wavelength, 0, 0, wavelength.numel() - 1);
  page.check(allclose(ratio, ones(ratio.shape()) * ratio.at({0}), 1e-4F),
             "파장은 다음 쌍으로 갈 때마다 같은 비율인 {:.4f}배가 됩니다",
             "from pair to pair the wavelength grows by the same factor, {:.4f}", ratio.at({0}));
  page.check(longest > 9000 * 6.28F && longest < 10000 * 6.29F,
             "가장 긴 파장은 {:.0f}[으로/로], 10000 × 2π보다 조금 짧습니다",
             "the longest is {:.0f}, a little less than 10000 × 2π", longest);
  page.ask_choice({"쌍 i가 한 바퀴를 돌려면 위치가 2π × 10000^(2i/d)만큼 지나야 합니다. d = 512일 "
                   "때 쌍 128의 한 바퀴는 얼마입니까?",
                   "For a full turn pair i takes 2π × 10000^(2i/d) positions. With d = 512, how "
                   "many does pair 128 take?"},
                  {{{"2π × 50", "2π × 50"},
                    {"지수 2i/d는 1/2이며, 10000의 1/2제곱은 50이 아닙니다",
                     "the exponent 2i/d is 1/2, and 10000 to the power of 1/2 is not 50"}},
                   {{"2π × 100", "2π × 100"}},
                   {{"2π × 128", "2π × 128"},
                    {"128은 쌍의 번호일 뿐이며, 파장은 그 번호가 든 지수로 정해집니다",
                     "128 only counts the pairs; the wavelength has it in an exponent"}},
                   {{"2π × 5000", "2π × 5000"},
                    {"10000에 1/2을 곱한 것인데, 2i/d는 곱하는 수가 아니라 지수입니다",
                     "that is 10000 times 1/2, but 2i/d is an exponent and no factor"}}},
                  wavelength.at({128}) < 101 * wavelength.at({0}) ? 1 : 3);
}

}  // namespace attn::chapter1
