#include "answer/mistakes.h"
#include "lesson/korean.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// x ÷ √(mean of x² + eps), along the last axis: RMSNorm.
struct RmsCall {
  Tensor x, mean_square;
  std::optional<Tensor> eps;

  /// √(under + eps).
  Tensor root_of(const Tensor& under) const { return sqrt(eps ? under + *eps : under); }
};

bool is_mean_square_of(const Tensor& mean_square, const Tensor& x) {
  if (!made_by<MeanOver>(mean_square)) return false;
  const Tensor& squares = mean_square.operands()[0];
  return made_by<Mul>(squares) && squares.operands()[0] == x && squares.operands()[1] == x;
}

std::optional<RmsCall> as_rms(const Call& call) {
  if (!calls<Div>(call) || !made_by<Sqrt>(call.operands[1])) return {};
  const Tensor& x = call.operands[0];
  const Tensor& under = call.operands[1].operands()[0];
  if (is_mean_square_of(under, x)) return RmsCall{x, under, {}};
  if (!made_by<Add>(under) || !is_mean_square_of(under.operands()[0], x)) return {};
  return RmsCall{x, under.operands()[0], under.operands()[1]};
}
bool is_rms(const Call& call) {
  return as_rms(call).has_value();
}

template <class F>
Way in_place_of_rms(F other, std::function<Text()> which = {}) {
  return {[other](const Call& call) -> std::optional<Tensor> {
            const auto right = as_rms(call);
            if (!right) return {};
            return other(*right);
          },
          std::move(which)};
}

Way with_eps(float eps) {
  return in_place_of_rms(
      [eps](const RmsCall& right) -> std::optional<Tensor> {
        if (!right.eps || right.eps->item() == eps) return {};
        return right.x / sqrt(right.mean_square + scalar(eps));
      },
      [eps] {
        return Text(formatted_ko("eps로 {}[을/를] 더했습니다.", eps),
                    formatted("eps was {}.", eps));
      });
}

/// Squares averaged along axis `axis`, or over everything.
Way averaged_over(std::optional<int> axis) {
  return in_place_of_rms(
      [axis](const RmsCall& right) -> std::optional<Tensor> {
        if (axis && *axis >= right.x.dim() - 1) return {};
        if (!axis && right.x.dim() < 2) return {};
        const Tensor squares = right.x * right.x;
        return right.x / right.root_of(axis ? mean(squares, *axis, true) : mean(squares));
      },
      [axis] {
        return axis ? along_axis(*axis)
                    : Text("전체에서 한 번만 평균을 냈습니다.", "It is one mean for everything.");
      });
}

constexpr std::string_view rms = "RMSNorm";

constexpr Mistake about_rms[] = {
    {"mean-subtracted-in-rms-norm",
     {"평균을 뺐습니다. RMSNorm은 LayerNorm과 달리 평균을 빼지 않고, 제곱의 평균의 제곱근으로 나누기만 "
      "합니다.",
      "The mean was subtracted. Unlike LayerNorm, RMSNorm subtracts nothing; it only divides by the "
      "root of the mean of the squares."},
     "rms_norm = x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       return {in_place_of_rms(
                   [](const RmsCall& right) {
                     return (right.x - mean(right.x, -1, true)) /
                            right.root_of(var(right.x, -1, false, true));
                   },
                   [] {
                     return Text("빼고 나서 표준편차로 나누었습니다(LayerNorm).",
                                 "The rest was divided by the standard deviation (LayerNorm).");
                   }),
               in_place_of_rms(
                   [](const RmsCall& right) {
                     return (right.x - mean(right.x, -1, true)) / right.root_of(right.mean_square);
                   },
                   [] {
                     return Text("빼고 나서 처음 x의 RMS로 나누었습니다.",
                                 "The rest was divided by the RMS of x as it was.");
                   }),
               in_place_of_rms(
                   [](const RmsCall& right) {
                     return right.x / right.root_of(var(right.x, -1, false, true));
                   },
                   [] {
                     return Text("나누는 수에서만 뺐습니다(표준편차).",
                                 "That is so in the divisor alone (the standard deviation).");
                   })};
     },
     {.combines = false, .about = rms}},
    {"rms-eps-outside-root",
     {"eps를 제곱근 밖에서 더했습니다. eps는 제곱의 평균에 더하는 수이므로 제곱근 안에 들어가야 "
      "합니다.",
      "eps was added outside the root. It is added to the mean of the squares, under the root."},
     "rms_norm = x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       return {in_place_of_rms([](const RmsCall& right) -> std::optional<Tensor> {
         if (!right.eps) return {};
         return right.x / (sqrt(right.mean_square) + *right.eps);
       })};
     },
     {.combines = false, .about = rms}},
    {"rms-other-eps",
     {"제곱의 평균에 다른 eps를 더했거나 더하지 않았습니다. 모델마다 다른 수를 쓰므로 그 모델의 것을 "
      "주어야 합니다.",
      "Another eps was added to the mean of the squares, or none. Models differ in it; it takes the "
      "one of the model at hand."},
     "rms_norm = x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       std::vector<Way> ways = {in_place_of_rms(
           [](const RmsCall& right) -> std::optional<Tensor> {
             if (!right.eps) return {};
             return right.x / sqrt(right.mean_square);
           },
           [] { return Text("더하지 않았습니다.", "There was none."); })};
       for (const float eps : {1e-5F, 1e-8F, 1e-6F, 1e-3F, 1e-12F}) ways.push_back(with_eps(eps));
       return ways;
     },
     {.combines = false, .about = rms}},
    {"rms-root-missing",
     {"제곱근을 취하지 않고 제곱의 평균으로 나누었습니다. RMS는 제곱의 평균의 제곱근입니다.",
      "The root was left out, and the numbers were divided by the mean of their squares. RMS is the "
      "root of that."},
     "rms_norm = x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       return {in_place_of_rms([](const RmsCall& right) {
         return right.x / (right.eps ? right.mean_square + *right.eps : right.mean_square);
       })};
     },
     {.combines = false, .about = rms}},
    {"rms-sum-for-mean",
     {"제곱을 평균 내지 않고 더하기만 했습니다. 그러면 벡터의 길이로 나누는 것이 되어, 결과의 길이가 "
      "√d가 아니라 1이 됩니다.",
      "The squares were added up, not averaged. That divides by the vector's length, and the result "
      "has the length 1 in place of √d."},
     "rms_norm = x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + eps)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       return {in_place_of_rms([](const RmsCall& right) {
         return right.x / right.root_of(sum(right.x * right.x, -1, true));
       })};
     },
     {.combines = false, .about = rms}},
    {"rms-over-wrong-axis",
     {"토큰마다가 아니라 다른 축을 따라, 또는 전체에서 제곱의 평균을 구했습니다. RMSNorm은 마지막 축, "
      "즉 토큰 하나의 원소들로만 계산합니다.",
      "The mean of the squares was taken along another axis, or of everything, not of each token. "
      "RMSNorm runs along the last axis, over the numbers of one token."},
     "mean_square = (x * x).mean(dim=-1, keepdim=True)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_rms)) return {};
       return {averaged_over(0), averaged_over(1), averaged_over({})};
     },
     {.combines = false, .about = rms}},
};

}  // namespace

std::span<const Mistake> root_mean_square_mistakes() {
  return about_rms;
}

}  // namespace attn
