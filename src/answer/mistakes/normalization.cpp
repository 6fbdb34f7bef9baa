#include "answer/mistakes.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// x · x, whose mean is taken by RMSNorm.
bool is_square_of_itself(const Tensor& x) {
  return made_by<Mul>(x) && x.operands()[0] == x.operands()[1];
}

/// A mean or a variance along the last axis, of more than one row; `in_norm` where it is
/// LayerNorm's own, a RowOp.
template <class RowOp, class Op>
std::optional<Op> of_rows(const Call& call, const Op& in_norm) {
  const Op* op = calls<RowOp>(call) ? &in_norm : calls<Op>(call);
  if (!op || call.operands[0].dim() < 2 || is_square_of_itself(call.operands[0])) return {};
  if (axis_of(op->dim, call.operands[0].dim()) != call.operands[0].dim() - 1) return {};
  return *op;
}
std::optional<MeanOver> mean_of_rows(const Call& call) {
  return of_rows<RowMean>(call, MeanOver{-1, true});
}
std::optional<Var> var_of_rows(const Call& call) {
  return of_rows<RowVar>(call, Var{-1, false, true});
}

/// Mean and variance along axis `axis`, counted from the front, in place of the last.
Slip normalized_over(int axis) {
  return [axis](const Call& call) -> std::optional<Tensor> {
    if (const auto right = mean_of_rows(call)) {
      if (axis < call.operands[0].dim() - 1) return mean(call.operands[0], axis, right->keepdim);
    }
    if (const auto right = var_of_rows(call)) {
      if (axis < call.operands[0].dim() - 1) {
        return var(call.operands[0], axis, right->unbiased, right->keepdim);
      }
    }
    return {};
  };
}

/// One mean and one variance for everything.
std::optional<Tensor> over_everything(const Call& call) {
  if (mean_of_rows(call)) return mean(call.operands[0]);
  const auto right = var_of_rows(call);
  if (!right) return {};
  return var(view(contiguous(call.operands[0]), {-1}), 0, right->unbiased);
}

/// norm * scale + shift.
bool scales_and_shifts(const Call& call) {
  return calls<Add>(call) && made_by<Mul>(call.operands[0]) &&
         is_normalized(call.operands[0].operands()[0]);
}

constexpr std::string_view scale_and_shift = "scale and shift";

constexpr Mistake about_normalization[] = {
    {"sample-variance",
     {"분산을 n이 아니라 n - 1로 나누었습니다. torch.var와 Tensor.var의 기본값이 표본 분산이므로, "
      "LayerNorm처럼 n으로 나누려면 unbiased=False를 주어야 합니다.",
      "The variance was divided by n - 1 instead of n. That is what torch.var does by default; "
      "LayerNorm divides by n, which takes unbiased=False."},
     "var = x.var(dim=-1, keepdim=True, unbiased=False)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (calls<RowVar>(call)) return var(call.operands[0], -1, true, true);
         const auto* right = calls<Var>(call);
         if (!right || right->unbiased) return {};
         return var(call.operands[0], right->dim, true, right->keepdim);
       }};
     }},
    {"eps-missing",
     {"분산에 eps를 더하지 않았습니다. 분산이 크면 거의 드러나지 않지만, 원소가 모두 같은 토큰에서는 "
      "0으로 나누어 nan이 됩니다.",
      "eps was not added to the variance. It hardly shows while the variance is large, but a token "
      "whose numbers are all equal is then divided by 0 and becomes nan."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!adds_eps(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = spread_of_norm}},
    {"eps-outside-root",
     {"eps를 제곱근 밖에서 더했습니다. eps는 분산에 더하는 수이므로 제곱근 안에 들어가야 합니다. "
      "분산이 작을수록 차이가 큽니다.",
      "eps was added outside the root. It is added to the variance, under the root; the smaller "
      "the variance, the more it matters."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Sqrt>(call) || !call.operands[0].operation()) return {};
         const Call added = call_of(call.operands[0]);
         if (!adds_eps(added)) return {};
         return sqrt(added.operands[0]) + added.operands[1];
       }};
     },
     {.about = spread_of_norm}},
    {"normalized-over-wrong-axis",
     {"토큰마다가 아니라 다른 축을 따라, 또는 전체에서 한 번만 평균과 분산을 구했습니다. LayerNorm은 "
      "마지막 축, 즉 토큰 하나의 원소들을 정규화하며, 다른 토큰이 섞이면 안 됩니다.",
      "Mean and variance were taken along another axis, or once for everything, not for each "
      "token. LayerNorm runs along the last axis, over the numbers of one token; no other token "
      "has a part in it."},
     "mean = x.mean(dim=-1, keepdim=True)    # and var alike",
     [](const Program&) -> std::vector<Way> {
       return {normalized_over(0), normalized_over(1), over_everything};
     }},
    {"scale-shift-missing",
     {"정규화한 다음 scale(γ)을 곱하거나 shift(β)를 더하는 일이 빠졌습니다. 처음에는 γ가 1이고 β가 "
      "0이어서 드러나지 않지만, 학습된 가중치를 쓰면 달라집니다.",
      "The normalized numbers were not multiplied by scale (γ), or shift (β) was not added. With "
      "the first values, 1 and 0, it does not show; with trained ones it does."},
     "return self.scale * norm + self.shift",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 if (!scales_and_shifts(call)) return {};
                 return same_as(call.operands[0].operands()[0]);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 if (!scales_and_shifts(call)) return {};
                 return same_as(call.operands[0]);
               },
               [](const Call& call) -> std::optional<Tensor> {
                 if (!scales_and_shifts(call)) return {};
                 return call.operands[0].operands()[0] + call.operands[1];
               }};
     },
     {.about = scale_and_shift}},
    {"shift-before-scale",
     {"shift(β)를 더한 다음에 scale(γ)을 곱했습니다. 그러면 β에도 γ가 곱해집니다. 곱한 다음에 "
      "더합니다.",
      "shift (β) was added before scale (γ) was multiplied, so β is multiplied, too. The product "
      "comes first."},
     "return self.scale * norm + self.shift",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(scales_and_shifts)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!scales_and_shifts(call)) return {};
         const Operands product = call.operands[0].operands();
         return (product[0] + call.operands[1]) * product[1];
       }};
     },
     {.combines = false, .about = scale_and_shift}},
    {"scale-shift-exchanged",
     {"scale(γ)과 shift(β)가 서로 바뀌었습니다. γ는 곱하고 β는 더합니다.",
      "scale (γ) and shift (β) changed places: γ is multiplied, β is added."},
     "return self.scale * norm + self.shift",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(scales_and_shifts)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!scales_and_shifts(call)) return {};
         const Operands product = call.operands[0].operands();
         return product[0] * call.operands[1] + product[1];
       }};
     },
     {.combines = false, .about = scale_and_shift}},
};

}  // namespace

std::span<const Mistake> normalization_mistakes() {
  return about_normalization;
}

}  // namespace attn
