#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// The larger of what was the largest so far and what comes next.
bool is_running_max(const Call& call) {
  const auto* largest = calls<Amax>(call);
  return largest && call.name == names::m_new && made_by<Stack>(call.operands[0]);
}

/// What was added up so far, brought to another maximum.
bool corrects(const Call& call) {
  return calls<Mul>(call) && call.operands[1].name() == names::factor;
}

/// Whether values are added up, and not weights alone.
bool mixes_values(const Tensor& x) {
  return made_by<Matmul>(x) || (made_by<Add>(x) && made_by<Matmul>(x.operands()[1]));
}

std::optional<Tensor> sum_as_it_was(const Call& call) {
  if (!corrects(call) || mixes_values(call.operands[0])) return {};
  return same_as(call.operands[0]);
}

std::optional<Tensor> output_as_it_was(const Call& call) {
  if (!corrects(call) || !mixes_values(call.operands[0])) return {};
  return same_as(call.operands[0]);
}

/// One of the two that a running maximum compares: 0, the old one, or 1, the new one.
Slip maximum_of_one(std::size_t which) {
  return [which](const Call& call) -> std::optional<Tensor> {
    if (!is_running_max(call)) return {};
    return same_as(call.operands[0].operands()[which]);
  };
}

constexpr Mistake about_online_softmax[] = {
    {"online-sum-not-rescaled",
     {"최댓값이 바뀌었는데 지금까지의 합 l을 고치지 않았습니다. l은 옛 최댓값을 뺀 exp의 합이므로, 새 "
      "최댓값에 맞추려면 exp(m - m_new)를 곱해야 합니다.",
      "The maximum changed, but the sum l was left as it was. It added up exp of scores less the old "
      "maximum, so it takes a factor of exp(m - m_new) to go with the new one."},
     "l = l * torch.exp(m - m_new) + torch.exp(score - m_new)",
     [](const Program&) -> std::vector<Way> { return {sum_as_it_was}; }},
    {"online-output-not-rescaled",
     {"최댓값이 바뀌었는데 지금까지 섞은 값 o를 고치지 않았습니다. l과 마찬가지로 o에도 exp(m - m_new)를 "
      "곱해야 합니다.",
      "The maximum changed, but the values o that were mixed so far were left as they were. Like l, "
      "they take a factor of exp(m - m_new)."},
     "o = o * factor + p @ v",
     [](const Program&) -> std::vector<Way> { return {output_as_it_was}; }},
    {"online-factor-inverted",
     {"고치는 배율이 거꾸로입니다. 새 최댓값이 더 크므로 배율은 1 이하여야 하고, exp(m - m_new)입니다.",
      "The factor is the wrong way round. The new maximum is the larger, so the factor is at most 1: "
      "exp(m - m_new)."},
     "factor = torch.exp(m - m_new)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Exp>(call) || call.name != names::factor) return {};
         if (!made_by<Sub>(call.operands[0])) return {};
         const Operands difference = call.operands[0].operands();
         return exp(difference[1] - difference[0]);
       }};
     }},
    {"online-max-not-kept",
     {"지금까지의 최댓값이 아닙니다. m_new는 지금까지의 최댓값 m과 새로 온 점수 가운데 큰 쪽입니다.",
      "That is not the largest so far. m_new is the larger of the maximum so far, m, and the scores "
      "that have just come."},
     "m_new = torch.maximum(m, score)",
     [](const Program&) -> std::vector<Way> {
       return {{maximum_of_one(1),
                [] {
                  return Text("새로 온 점수의 최댓값만 썼습니다.",
                              "Only the scores that had just come were compared.");
                }},
               {maximum_of_one(0), [] {
                  return Text("처음의 최댓값을 그대로 썼습니다.",
                              "The first maximum was kept as it was.");
                }}};
     }},
};

}  // namespace

std::span<const Mistake> online_softmax_mistakes() {
  return about_online_softmax;
}

}  // namespace attn
