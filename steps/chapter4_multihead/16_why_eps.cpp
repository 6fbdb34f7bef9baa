#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "nn/layer_norm.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// The variance of x after LayerNorm.
float var_after(const Tensor& x) {
  return var(normalized(x), -1, false).item();
}

}  // namespace

// A small number under the root, so that equal numbers are not divided by zero.
void why_eps(const Settings&, Page& page) {
  const float eps = LayerNorm::default_eps;
  const Tensor constant = Tensor({3}, {5, 5, 5}).named("constant");
  const Tensor distance = (constant - mean(constant, -1, true)).named("distance");
  const Tensor var = attn::var(constant, -1, false, true);
  const Tensor without_eps = (distance / sqrt(var)).named("without_eps");
  const Tensor with_eps = (distance / sqrt(var + scalar(eps))).named("with_eps");

  const Tensor tiny = Tensor({3}, {0.002F, 0.004F, 0.006F}).named("tiny");
  const Tensor tiny_norm = normalized(tiny).named("tiny_norm");

  page.text(
      "토큰 하나를 이루는 원소가 모두 같으면 분산이 0이고, 0을 0으로 나누어 nan이 됩니다. nan은 "
      "하나만 있어도 그것을 쓰는 모든 계산으로 번집니다. 그래서 분산에 아주 작은 수 eps를 더한 "
      "다음 제곱근을 구합니다. PyTorch의 기본값은 {:g}입니다. 분산이 eps보다 훨씬 크면 결과가 거의 "
      "달라지지 않고, 분산이 eps만큼 작으면 결과의 분산이 1보다 뚜렷이 작아집니다.",
      "If the numbers of a token are all equal, their variance is 0, and 0 divided by 0 is nan, "
      "which then spreads to everything computed from it. So a very small number, eps, is added to "
      "the variance before the root is taken; PyTorch's default is {:g}. It changes next to "
      "nothing while the variance is far larger; where the variance is as small as eps, that of "
      "the result is clearly below 1.",
      eps);
  page.code(
      "eps = 1e-5\n"
      "constant = torch.tensor([5.0, 5.0, 5.0])\n"
      "distance = constant - constant.mean(dim=-1, keepdim=True)\n"
      "var = constant.var(dim=-1, unbiased=False, keepdim=True)\n"
      "without_eps = distance / torch.sqrt(var)\n"
      "with_eps = distance / torch.sqrt(var + eps)\n"
      "tiny = torch.tensor([0.002, 0.004, 0.006])\n"
      "tiny_norm = torch.nn.functional.layer_norm(tiny, (3,), eps=eps)");
  page.tensor(constant);
  page.tensor(distance);
  page.counter_example(without_eps);
  page.tensor(with_eps);
  page.tensor(tiny);
  page.tensor(tiny_norm);

  std::vector<std::vector<block::Cell>> rows;
  for (const float factor : {1.0F, 0.1F, 0.01F, 0.001F, 0.0F}) {
    const Tensor x = Tensor({3}, {2, 4, 6}) * factor;
    rows.push_back({formatted("2, 4, 6 × {}", factor),
                    formatted("{:.2g}", attn::var(x, -1, false).item()), var_after(x)});
  }
  page.table({{"수", "numbers"},
              {"분산", "variance"},
              {"LayerNorm 뒤의 분산", "variance after LayerNorm"}},
             std::move(rows));
  page.check(!all_finite(without_eps) && largest_size(with_eps) == 0,
             "eps가 없으면 결과가 nan이고, 있으면 0입니다",
             "without eps the result is nan, with it 0");
  const Tensor tiny_var = attn::var(tiny, -1, false);
  page.check(by_hand::are_normalized(tiny_norm, tiny, eps),
             "tiny_norm의 칸마다 (x - 평균) ÷ √(var + eps)를 따로 계산해도 같습니다",
             "worked out cell by cell, tiny_norm is (x - mean) ÷ √(var + eps)");
  page.check(allclose(attn::var(tiny_norm, -1, false), tiny_var / (tiny_var + scalar(eps)), 1e-4F),
             "그래서 정규화한 뒤의 분산은 var / (var + eps)입니다",
             "so the variance after normalizing is var / (var + eps)");
  const Tensor outside =
      (tiny - mean(tiny, -1, true)) / (sqrt(attn::var(tiny, -1, false, true)) + scalar(eps));
  page.check(!allclose(outside, tiny_norm, 1e-2F),
             "tiny에서 eps를 제곱근 밖에 더하면 tiny_norm과 다른 결과가 나옵니다",
             "with eps added outside the root, tiny does not become tiny_norm");
  page.note(
      "eps는 제곱근 안에 더합니다. √var + eps로 밖에 더하면 분산이 작을 때 결과가 PyTorch와 "
      "달라집니다.",
      "eps goes under the root. Added outside, as √var + eps, it gives other numbers than PyTorch "
      "where the variance is small.");
  const std::vector<Tensor> results = {ones({3}), with_eps, constant, without_eps};
  std::size_t right = 0;
  while (right < 3 && results[right].values() != normalized(constant).values()) ++right;
  page.ask_choice({"원소가 모두 같은 토큰에 PyTorch의 LayerNorm을 쓰면 무엇이 나옵니까?",
                   "What does PyTorch's LayerNorm make of a token whose numbers are all equal?"},
                  {{{"모두 1", "ones"},
                    {"정규화는 분산을 1로 맞추려는 것이지 값을 1로 만드는 것이 아닙니다",
                     "normalizing aims at a variance of 1, not at values of 1"}},
                   {{"모두 0", "zeros"}},
                   {{"그대로", "the same numbers"},
                    {"먼저 평균을 빼므로 처음의 값이 남지 않습니다",
                     "the mean is subtracted first, so the numbers do not stay"}},
                   {{"nan", "nan"},
                    {"분산에 eps를 더하므로 0으로 나누는 일이 없습니다",
                     "eps is added to the variance, so nothing is divided by 0"}}},
                  right, {constant});
}

}  // namespace attn::chapter4
