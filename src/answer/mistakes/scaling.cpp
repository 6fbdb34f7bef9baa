#include <algorithm>
#include <cmath>

#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// A scaling with another divisor, computed from the right one.
template <class F>
Slip divided_by(F divisor) {
  return [divisor](const Call& call) -> std::optional<Tensor> {
    const auto right = as_scaling(call);
    if (!right) return {};
    return right->x / divisor(right->divisor);
  };
}

/// The sizes of embeddings and of projections in a program: what might be taken for d_k.
std::vector<Size> model_sizes(const Program& program) {
  std::vector<Size> sizes;
  const auto add = [&](Size size) {
    if (std::find(sizes.begin(), sizes.end(), size) == sizes.end()) sizes.push_back(size);
  };
  for (const std::string& name : {std::string(names::inputs), std::string(names::W_query),
                                  names::of(names::W_query, names::weight)}) {
    for (const Tensor& tensor : program.named(name)) {
      for (int axis = name == names::inputs ? 1 : 0; axis < tensor.dim(); ++axis) {
        add(tensor.size(axis));
      }
    }
  }
  return sizes;
}

constexpr Mistake about_scaling[] = {
    {"no-scaling",
     {"점수를 √d_k로 나누지 않고 softmax를 취했습니다. 차원이 클수록 점수가 벌어져 softmax가 "
      "가중치를 한 토큰에 몰아주기 쉽습니다.",
      "Softmax was taken without dividing the scores by √d_k. The larger the dimension, the "
      "further the scores spread, and softmax puts everything on one token."},
     "torch.softmax(attn_scores / d_k**0.5, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_scaling(call);
         if (!right) return {};
         return same_as(right->x);
       }};
     }},
    {"scaled-by-dk",
     {"점수를 √d_k가 아니라 d_k로 나누었거나 √d_k로 두 번 나누었습니다. 가중치가 너무 고르게 됩니다.",
      "The scores were divided by d_k instead of √d_k, or by √d_k twice, and the weights come out "
      "too even."},
     "attn_scores / d_k**0.5",
     [](const Program&) -> std::vector<Slip> {
       return {divided_by([](float root) { return std::round(root * root); })};
     }},
    {"scaled-by-d-model",
     {"√d_k가 아니라 다른 크기의 제곱근으로 나누었습니다. d_k는 키 벡터 하나의 차원이며, "
      "임베딩의 차원(d_in)이나 헤드를 모두 합친 차원(d_out)이 아닙니다.",
      "The scores were divided by the root of another size. d_k is the size of one key: not that "
      "of the embeddings (d_in), and not that of all heads together (d_out)."},
     "d_k = keys.shape[-1]",
     [](const Program& program) {
       std::vector<Slip> slips;
       for (const Size size : model_sizes(program)) {
         const float root = std::sqrt(static_cast<float>(size));
         slips.push_back([root](const Call& call) -> std::optional<Tensor> {
           const auto right = as_scaling(call);
           if (!right || right->divisor == root) return {};
           return right->x / root;
         });
       }
       return slips;
     }},
    {"scaled-the-wrong-way",
     {"점수를 √d_k로 나누지 않고 곱했습니다. 점수가 벌어져 softmax가 더 한쪽으로 몰립니다.",
      "The scores were multiplied by √d_k instead of divided. They spread even further, and "
      "softmax leans to one side."},
     "attn_scores / d_k**0.5",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_scaling(call);
         if (!right) return {};
         return right->x * right->divisor;
       }};
     }},
    {"scaled-after-softmax",
     {"√d_k로 나누는 일을 softmax 다음에 했습니다. 그러면 행의 합이 1이 아니라 1/√d_k이 되고, "
      "점수의 폭은 줄지 않은 채로 softmax에 들어갑니다.",
      "The division by √d_k came after softmax. Rows then sum to 1/√d_k instead of 1, and softmax "
      "still met the unscaled scores."},
     "torch.softmax(attn_scores / d_k**0.5, dim=-1)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         if (!right || !right->x.operation()) return {};
         const auto scaling = as_scaling(call_of(right->x));
         if (!scaling) return {};
         return softmax(scaling->x, right->dim) / scaling->divisor;
       }};
     }},
};

}  // namespace

std::span<const Mistake> scaling_mistakes() {
  return about_scaling;
}

}  // namespace attn
