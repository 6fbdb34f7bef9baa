#include "lesson/comparing.h"

#include <algorithm>
#include <cmath>

#include "tensor/operations.h"

namespace attn {
namespace {

/// Far below what any sum here is made of, far above what float32 can still hold.
constexpr float nothing = 1e-36F;

/// The share of its terms' sizes by which a sum may be off.
constexpr float rounding = 1e-5F;

}  // namespace

Tensor sizes(const Tensor& x) {
  std::vector<float> values = x.values();
  for (float& value : values) value = std::abs(value);
  return Tensor(x.shape(), std::move(values));
}

float largest_size(const Tensor& x) {
  const std::vector<float> values = sizes(x).values();
  return *std::max_element(values.begin(), values.end());
}

float smallest(const Tensor& x) {
  const std::vector<float> values = x.values();
  return *std::min_element(values.begin(), values.end());
}

bool all_finite(const Tensor& x) {
  const std::vector<float> values = x.values();
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

bool out_of_range(Page& page, std::initializer_list<Tensor> tensors) {
  for (const Tensor& tensor : tensors) {
    if (all_finite(tensor)) continue;
    const std::vector<float> values = tensor.values();
    const auto outside =
        std::count_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); });
    page.note(
        "이 입력은 너무 커서 float32의 범위를 넘습니다. {0}의 {1}칸 가운데 {3}칸이 inf나 nan입니다.",
        "This input is too large for float32: {} has {} cell{}, and inf or nan in {}.",
        tensor.name(), values.size(), plural(static_cast<Size>(values.size())), outside);
    return true;
  }
  return false;
}

Tensor product_sizes(const Tensor& a, const Tensor& b) {
  return matmul(sizes(a), sizes(b));
}

bool same_product(const Tensor& got, const Tensor& expected, const Tensor& a, const Tensor& b) {
  const std::vector<float> off = sizes(got - expected).values();
  const std::vector<float> terms = product_sizes(a, b).values();
  bool same = off.size() == terms.size();
  for (std::size_t i = 0; same && i < off.size(); ++i) {
    same = off[i] <= rounding * terms[i] + nothing;
  }
  return same;
}

void check_same_context(Page& page, const Tensor& got, const Tensor& expected, const Tensor& values,
                        const Tensor& score_sizes, const Text& claim) {
  if (out_of_range(page, {got})) return;
  const float off = largest_size(got - expected);
  const float size = largest_size(values);
  const float score_size = largest_size(score_sizes);
  const float share_of_weight = 4e-6F * score_size;
  if (off <= rounding * size + nothing || share_of_weight < 0.1F) {
    page.check(off <= (rounding + share_of_weight) * size + nothing, "{0}", "{1}", claim.ko,
               claim.en);
    return;
  }
  page.note(
      "이 입력에서는 점수가 크기 {:.0f}까지의 수를 더한 것이어서, 더하는 순서만 달라도 softmax의 "
      "결과가 달라집니다. 여기서는 {:.4f}만큼 차이가 납니다.",
      "With this input the scores add up numbers as large as {:.0f}, so adding them in another "
      "order changes what softmax gives: here by {:.4f}.",
      score_size, off);
}

bool rows_sum_to_one(const Tensor& weights) {
  const Tensor sums = sum(weights, -1);
  return allclose(sums, ones(sums.shape()), 1e-5F, 1e-5F);
}

}  // namespace attn
