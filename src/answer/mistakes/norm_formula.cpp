#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

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

constexpr Mistake about_formula[] = {
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
     {.combines = false, .about = spread_of_norm}},
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
     {.combines = false, .about = spread_of_norm}},
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
     {.combines = false, .about = spread_of_norm}},
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

std::span<const Mistake> norm_formula_mistakes() {
  return about_formula;
}

}  // namespace attn
