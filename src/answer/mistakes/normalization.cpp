#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// var + eps, where a root is about to be taken of it.
bool adds_eps(const Call& call) {
  return calls<Add>(call) &&
         (made_by<Var>(call.operands[0]) || made_by<RowVar>(call.operands[0])) &&
         call.operands[1].dim() == 0;
}

/// A mean or a variance along the last axis, of more than one row; `in_norm` where it is
/// LayerNorm's own, a RowOp.
template <class RowOp, class Op>
std::optional<Op> of_rows(const Call& call, const Op& in_norm) {
  const Op* op = calls<RowOp>(call) ? &in_norm : calls<Op>(call);
  if (!op || call.operands[0].dim() < 2) return {};
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

/// (x - mean) ÷ root.
struct NormCall {
  Tensor x, mean, root;
};
std::optional<NormCall> as_norm(const Call& call) {
  if (calls<Normalize>(call)) return NormCall{call.operands[0], call.operands[1], call.operands[2]};
  if (!calls<Div>(call) || !made_by<Sub>(call.operands[0])) return {};
  const Tensor& x = call.operands[0].operands()[0];
  const Tensor& mean = call.operands[0].operands()[1];
  if (!made_by<MeanOver>(mean) && !made_by<Mean>(mean)) return {};
  return NormCall{x, mean, call.operands[1]};
}
bool is_norm(const Call& call) {
  return as_norm(call).has_value();
}

/// √var or √(var + eps).
struct SpreadCall {
  Tensor var;
  std::optional<Tensor> eps;
};
std::optional<SpreadCall> as_spread(const Call& call) {
  if (!calls<Sqrt>(call)) return {};
  const Tensor& under = call.operands[0];
  if (made_by<Var>(under) || made_by<RowVar>(under)) return SpreadCall{under, {}};
  if (!under.operation() || !adds_eps(call_of(under))) return {};
  return SpreadCall{under.operands()[0], under.operands()[1]};
}
bool is_spread(const Call& call) {
  return as_spread(call).has_value();
}

/// The root of the standard deviation in place of that of the variance.
std::optional<Tensor> rooted_twice(const Call& call, bool unbiased) {
  const auto right = as_spread(call);
  if (!right) return {};
  const auto var_op = made_by<Var>(right->var) ? *made_by<Var>(right->var) : Var{-1, false, true};
  const Tensor variance =
      unbiased ? var(right->var.operands()[0], var_op.dim, true, var_op.keepdim) : right->var;
  return sqrt(right->eps ? sqrt(variance) + *right->eps : sqrt(variance));
}

/// x ÷ √(mean of x² + eps), or x ÷ the right root.
std::optional<Tensor> mean_kept(const Call& call, bool by_squares) {
  const auto right = as_norm(call);
  if (!right) return {};
  if (!by_squares) return right->x / right->root;
  const auto spread = right->root.operation() ? as_spread(call_of(right->root)) : std::nullopt;
  if (!spread) return {};
  const Tensor squares = mean(right->x * right->x, -1, true);
  return right->x / sqrt(spread->eps ? squares + *spread->eps : squares);
}

/// norm * scale + shift.
bool scales_and_shifts(const Call& call) {
  return calls<Add>(call) && made_by<Mul>(call.operands[0]) &&
         is_normalized(call.operands[0].operands()[0]);
}

/// The other numbers that are taken for eps.
std::vector<Way> other_eps() {
  std::vector<Way> ways;
  for (const float eps : {1e-6F, 1e-3F, 1e-8F, 1e-12F, 1e-5F, 1e-2F}) {
    ways.emplace_back(
        [eps](const Call& call) -> std::optional<Tensor> {
          if (!adds_eps(call) || call.operands[1].item() == eps) return {};
          return call.operands[0] + scalar(eps);
        },
        [eps] {
          return Text(formatted_ko("eps로 {}[을/를] 더했습니다.", eps),
                      formatted("eps was {}.", eps));
        });
  }
  return ways;
}

bool is_adding_eps(const Call& call) {
  return adds_eps(call);
}

constexpr std::string_view spread = "spread of LayerNorm";
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
     {.about = spread}},
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
     {.about = spread}},
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
    {"root-of-standard-deviation",
     {"표준편차에 제곱근을 한 번 더 취했습니다. 표준편차는 이미 분산의 제곱근이므로 그대로 나눕니다.",
      "A root was taken of the standard deviation. That is the root of the variance already, and is "
      "divided by as it is."},
     "norm = (x - mean) / torch.sqrt(var + eps)    # not sqrt(std + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_spread)) return {};
       return {{[](const Call& call) { return rooted_twice(call, true); },
                [] {
                  return Text("torch.std의 기본값대로 n - 1로 나눈 표준편차입니다.",
                              "It is that of torch.std by default, divided by n - 1.");
                }},
               {[](const Call& call) { return rooted_twice(call, false); },
                [] { return Text("n으로 나눈 표준편차입니다.", "It is the one divided by n."); }}};
     },
     {.combines = false, .about = spread}},
    {"root-missing",
     {"제곱근을 취하지 않고 분산으로 나누었습니다. 표준편차, 즉 분산의 제곱근으로 나누어야 분산이 1이 "
      "됩니다.",
      "The root was left out, and the numbers were divided by the variance. It takes the standard "
      "deviation, its root, to bring the variance to 1."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_spread)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!as_spread(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.combines = false, .about = spread}},
    {"other-eps",
     {"분산에 다른 eps를 더했습니다. torch.nn.LayerNorm의 기본값은 1e-5이고, Keras는 1e-3, BERT는 "
      "1e-12입니다.",
      "Another eps was added to the variance. torch.nn.LayerNorm has 1e-5 by default, Keras 1e-3, "
      "BERT 1e-12."},
     "torch.nn.LayerNorm(d, eps=1e-5)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_adding_eps)) return {};
       return other_eps();
     },
     {.combines = false, .about = spread}},
    {"mean-not-subtracted",
     {"평균을 빼지 않았습니다. LayerNorm은 평균을 0으로 만든 다음 퍼진 정도로 나눕니다.",
      "The mean was not subtracted. LayerNorm brings the mean to 0 before it divides by the spread."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_norm)) return {};
       return {{[](const Call& call) { return mean_kept(call, true); },
                [] {
                  return Text("제곱의 평균의 제곱근으로 나누었습니다(RMSNorm).",
                              "They were divided by the root of the mean square, as RMSNorm does.");
                }},
               {[](const Call& call) { return mean_kept(call, false); },
                [] {
                  return Text("x를 표준편차로 나누었습니다.",
                              "It was x that was divided by the standard deviation.");
                }}};
     },
     {.combines = false, .about = "norm"}},
    {"mean-alone-divided",
     {"괄호가 빠져 x가 아니라 평균만 나누었습니다. x - mean / std는 x - (mean / std)입니다.",
      "Brackets are missing, and the mean alone was divided: x - mean / std is x - (mean / std)."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_norm)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_norm(call);
         if (!right) return {};
         return right->x - right->mean / right->root;
       }};
     },
     {.combines = false, .about = "norm"}},
    {"min-max-for-layer-norm",
     {"평균과 표준편차가 아니라 가장 작은 값과 가장 큰 값으로 0과 1 사이에 맞추었습니다(min-max).",
      "The numbers were brought between 0 and 1 by their least and their largest (min-max), not by "
      "mean and standard deviation."},
     "norm = (x - mean) / torch.sqrt(var + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_norm)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_norm(call);
         if (!right) return {};
         const Tensor least = amax(right->x * -1.0F, -1, true) * -1.0F;
         return (right->x - least) / (amax(right->x, -1, true) - least);
       }};
     },
     {.combines = false, .about = "norm"}},
};

}  // namespace

std::span<const Mistake> normalization_mistakes() {
  return about_normalization;
}

}  // namespace attn
