#include <cmath>

#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "nn/layer_norm.h"
#include "random/draws.h"
#include "shared/models.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

constexpr float eps = 1e-6F;

struct Rms {
  Tensor mean_square;  ///< (…, 1)
  Tensor norm;         ///< (…, d)
};
/// x / √(mean of x² + eps) along the last axis: Zhang and Sennrich, "Root Mean Square Layer
/// Normalization", 2019, section 4.
Rms rms_normalized(const Tensor& x) {
  const Tensor mean_square = mean(x * x, -1, true).named("mean_square");
  return {mean_square, x / sqrt(mean_square + scalar(eps))};
}

/// Whether every number is x / √(Σx²/d + eps), worked out by hand.
bool is_divided_by_rms(const Tensor& norm, const Tensor& x) {
  const Size d = x.size(1);
  bool same = true;
  for (Size row = 0; row < x.size(0); ++row) {
    double squares = 0;
    for (Size i = 0; i < d; ++i) squares += double{x.at({row, i})} * double{x.at({row, i})};
    const double rms = std::sqrt(squares / static_cast<double>(d) + double{eps});
    for (Size i = 0; i < d; ++i) {
      const double expected = x.at({row, i}) / rms;
      same = same && std::abs(norm.at({row, i}) - expected) <= 1e-5 * std::abs(expected) + 1e-30;
    }
  }
  return same;
}

/// Whether two ways to LayerNorm of x agree, as far as x - mean can be told in float32.
bool is_layer_norm(const Tensor& got, const Tensor& expected, const Tensor& x) {
  const Tensor root = sqrt(var(x, -1, false, true) + scalar(eps));
  const Tensor lost = amax(sizes(x), -1, true) * 1e-6F / root + scalar(1e-4F);
  return smallest(lost - sizes(got - expected)) >= 0;
}

void show_eps(Page& page) {
  const Tensor tiny = Tensor({2}, {0.001F, 0.007F}).named("tiny");
  const Tensor tiny_norm = rms_normalized(tiny).norm.named("tiny_norm");
  page.text(
      "eps는 여기서도 제곱근 안에 더합니다. 원소가 모두 0인 토큰을 0으로 나누지 않기 위한 수이고, "
      "tiny처럼 원소가 아주 작을 때만 결과에 드러납니다.",
      "Here, too, eps is added under the root. It keeps a token of zeros from being divided by 0, "
      "and shows in the result only where numbers are very small, as in tiny.");
  page.code(
      "tiny = torch.tensor([0.001, 0.007])\n"
      "tiny_square = (tiny * tiny).mean(dim=-1, keepdim=True)\n"
      "tiny_norm = tiny / torch.sqrt(tiny_square + {:g})",
      eps);
  page.tensor(tiny);
  page.tensor(tiny_norm);
  page.check(largest_size(rms_normalized(zeros({1, 2})).norm) == 0,
             "원소가 모두 0인 토큰은 nan이 아니라 0이 됩니다",
             "a token of zeros becomes 0, not nan");
}

void ask_for_norm(Page& page) {
  const Tensor x = Tensor({2}, {1, 7}).named("x");
  const Tensor norm = (x / sqrt(mean(x * x, -1, true))).named("norm");
  page.ask_cell(
      {"x = (1, 7)에 RMSNorm을 적용합니다(eps와 weight 없이). 둘째 수는 얼마입니까?",
       "RMSNorm is applied to x = (1, 7), without eps and weight. What is the second number?"},
      norm, {1}, {x},
      {{1, {"평균을 뺀 LayerNorm의 값입니다", "that is LayerNorm, with the mean subtracted"}},
       {7 / std::sqrt(50.0),
        {"제곱을 평균 내지 않고 더하기만 한 것입니다",
         "that takes the sum of the squares, not their mean"}},
       {7.0 / 25,
        {"제곱의 평균의 제곱근을 취하지 않은 것입니다",
         "that divides by the mean of the squares, without the root"}},
       {7.0 / 4,
        {"제곱하지 않은 평균으로 나눈 것입니다",
         "that divides by the mean of the numbers, which were not squared"}},
       {7.0 / 3, {"표준편차로 나눈 것입니다", "that divides by the standard deviation"}}});
}

}  // namespace

// LayerNorm without the mean: only the size is taken out.
void rms_norm(const Settings& s, Page& page) {
  const Tensor& inputs = s.inputs();
  const Size d = s.d_in();
  Generator generator(s.seed_or(seed_of_models));
  const Tensor weight = (rand({d}, generator) + scalar(0.5F)).named("weight");  // (d)
  const Rms rms = rms_normalized(inputs);
  const Tensor rms_norm = rms.norm.named("rms_norm");                     // (T, d)
  const Tensor out_norm = (rms_norm * weight).named("out_norm");          // (T, d)
  const Tensor layer_norm = normalized(inputs, eps).named("layer_norm");  // (T, d)

  page.text(
      "4.14의 LayerNorm은 평균을 빼고 표준편차로 나눕니다. RMSNorm(Zhang & Sennrich, 2019)은 평균을 "
      "빼지 않고, 제곱의 평균의 제곱근(root mean square, RMS)으로만 나눕니다. 토큰의 크기만 맞추면 "
      "학습이 안정된다고 보고 나머지를 덜어 낸 것입니다. 차원마다 곱하는 weight만 배우고, 더하는 "
      "shift는 없습니다. T5와 Llama를 비롯해 요즘의 큰 언어 모델이 대개 이것을 씁니다.",
      "LayerNorm of step 4.14 subtracts the mean and divides by the standard deviation. RMSNorm "
      "(Zhang & Sennrich, 2019) subtracts nothing; it only divides by the root of the mean of the "
      "squares (root mean square, RMS). The idea: a common size is what makes training stable, the "
      "rest can go. It learns a weight for each dimension, but no shift. T5, Llama and most large "
      "language models of today have it.");
  page.code(
      "mean_square = (inputs * inputs).mean(dim=-1, keepdim=True)    # (T, 1)\n"
      "rms_norm = inputs / torch.sqrt(mean_square + {0:g})\n"
      "torch.manual_seed({1})\n"
      "weight = torch.rand({2}) + 0.5          # as if trained\n"
      "out_norm = rms_norm * weight           # PyTorch 2.4: torch.nn.RMSNorm\n"
      "layer_norm = torch.nn.functional.layer_norm(inputs, ({2},), eps={0:g})",
      eps, generator.state().seed, d);
  page.tensor(rms.mean_square);
  page.tensor(rms_norm);
  page.tensor(weight);
  page.tensor(out_norm);
  page.text("같은 입력에 LayerNorm을 적용한 것과 비교해 보십시오.",
            "Compare LayerNorm of the same inputs:");
  page.tensor(layer_norm);
  page.table({"", "LayerNorm", "RMSNorm"},
             {{Text("빼는 것", "subtracted"), Text("평균", "mean"), "-"},
              {Text("나누는 것", "divided by"), "√(var + eps)", "√(mean(x²) + eps)"},
              {Text("파라미터", "parameters"), 2 * d, d},
              {Text("한 행을 재는 횟수", "measures of a row"), Text("두 번", "two"),
               Text("한 번", "one")}});
  show_eps(page);
  ask_for_norm(page);
  if (out_of_range(page, {rms.mean_square, layer_norm})) return;

  page.check(is_divided_by_rms(rms_norm, inputs),
             "칸마다 손으로 계산한 x ÷ √(제곱의 평균 + eps)과 같습니다",
             "each number is x ÷ √(mean square + eps) worked out by hand");
  const Tensor centred = inputs - mean(inputs, -1, true);
  page.check(is_layer_norm(rms_normalized(centred).norm, layer_norm, inputs),
             "평균을 먼저 빼고 RMSNorm을 적용하면 LayerNorm이 됩니다",
             "RMSNorm of what had its mean subtracted first is LayerNorm");
}

}  // namespace attn::chapter8
