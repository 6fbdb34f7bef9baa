#include "answer/mistakes.h"
#include "nn/rope.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// x (…, T, d), its pairs turned by angles (T, d/2): RoPE.
struct Turn {
  Tensor x, angles;
  bool in_halves;  ///< numbers i and i + d/2 are a pair, not 2i and 2i + 1

  Tensor in_layout(bool halves) const { return halves ? rope_halves(x, angles) : rope(x, angles); }
};

/// first cos φ - second sin φ.
struct FirstOfPair {
  Tensor first, angles;
};
std::optional<FirstOfPair> as_first_of_pair(const Tensor& x) {
  if (!made_by<Sub>(x)) return {};
  const Tensor& by_cos = x.operands()[0];
  const Tensor& by_sin = x.operands()[1];
  if (!made_by<Mul>(by_cos) || !made_by<Mul>(by_sin)) return {};
  const Tensor& c = by_cos.operands()[1];
  const Tensor& s = by_sin.operands()[1];
  if (!made_by<Cos>(c) || !made_by<Sin>(s) || !(c.operands()[0] == s.operands()[0])) return {};
  return FirstOfPair{by_cos.operands()[0], c.operands()[0]};
}

std::optional<Turn> as_turn(const Call& call) {
  if (calls<View>(call) && made_by<Stack>(call.operands[0])) {
    const auto first = as_first_of_pair(call.operands[0].operands()[0]);
    if (!first || !made_by<Select>(first->first)) return {};
    const Tensor& pairs = first->first.operands()[0];
    if (!made_by<View>(pairs)) return {};
    return Turn{pairs.operands()[0], first->angles, false};
  }
  if (calls<Cat>(call)) {
    const auto first = as_first_of_pair(call.operands[0]);
    if (!first || !made_by<Narrow>(first->first)) return {};
    return Turn{first->first.operands()[0], first->angles, true};
  }
  return {};
}
bool is_turn(const Call& call) {
  return as_turn(call).has_value();
}

/// What somebody makes of x and its angles in place of the turn.
template <class F>
Way in_place_of_turn(F other, std::function<Text()> which = {}) {
  return {[other](const Call& call) -> std::optional<Tensor> {
            const auto right = as_turn(call);
            if (!right) return {};
            return other(*right);
          },
          std::move(which)};
}

/// In the other layout, where the lesson has the one of `halves`.
Way in_other_layout(bool halves, Text which) {
  return in_place_of_turn(
      [halves](const Turn& right) -> std::optional<Tensor> {
        if (right.in_halves != halves) return {};
        return right.in_layout(!halves);
      },
      [which] { return which; });
}

/// The values (T, d) of weights @ values, turned as queries and keys of that shape are.
Slip values_turned(const std::vector<Tensor>& all) {
  std::vector<Turn> turns;
  for (const Tensor& x : all) {
    const auto turn = x.operation() ? as_turn(call_of(x)) : std::nullopt;
    if (turn) turns.push_back(*turn);
  }
  return [turns](const Call& call) -> std::optional<Tensor> {
    if (!calls<Matmul>(call) || !call.operands[0].operation()) return {};
    if (!as_softmax(call_of(call.operands[0]))) return {};
    const Tensor& values = call.operands[1];
    for (const Turn& turn : turns) {
      if (!(turn.x.shape() == values.shape())) continue;
      return matmul(call.operands[0], Turn{values, turn.angles, false}.in_layout(turn.in_halves));
    }
    return {};
  };
}

constexpr std::string_view turning = "turn of RoPE";

constexpr Mistake about_rotary[] = {
    {"rope-other-layout",
     {"RoPE의 쌍을 다르게 지었습니다. 나란한 두 수를 짝짓는 방식과 앞뒤 절반의 같은 자리를 짝짓는 "
      "방식은 섞어 쓸 수 없으며, 가중치가 어느 방식의 것인지에 맞추어야 합니다.",
      "RoPE's pairs are other ones. Two numbers side by side, or the same places of both halves: the "
      "two layouts do not mix, and it takes the one that the weights were made for."},
     "rope(queries, angles), rope(keys, angles)    # one layout, that of the weights",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_turn)) return {};
       return {in_other_layout(false, {"나란한 두 수가 아니라 절반씩(rotate_half) 짝지었습니다.",
                                       "They are of halves (rotate_half), not side by side."}),
               in_other_layout(true, {"절반씩(rotate_half)이 아니라 나란한 두 수를 짝지었습니다.",
                                      "They are side by side, not of halves (rotate_half)."})};
     },
     {.about = turning}},
    {"rope-missing",
     {"RoPE로 돌리지 않은 것이 있습니다. 쿼리와 키를 모두 자기 위치만큼 돌려야 점수가 거리로 "
      "정해집니다.",
      "Something was not turned by RoPE. It takes both queries and keys, each turned by its own "
      "place, for scores to depend on distances."},
     "attn_scores = rope(queries, angles) @ rope(keys, angles).T",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_turn)) return {};
       return {in_place_of_turn([](const Turn& right) { return same_as(right.x); })};
     },
     {.about = turning}},
    {"rope-turned-backwards",
     {"반대 방향으로 돌렸습니다. sin의 부호를 확인하십시오. 쌍 (a, b)는 (a cos φ - b sin φ, a sin φ + "
      "b cos φ)가 됩니다.",
      "Pairs were turned the other way round. Look at the sign of the sine: (a, b) becomes (a cos φ - "
      "b sin φ, a sin φ + b cos φ)."},
     "[first * cos - second * sin, first * sin + second * cos]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_turn)) return {};
       return {in_place_of_turn([](const Turn& right) {
         return Turn{right.x, right.angles * -1.0F, right.in_halves}.in_layout(right.in_halves);
       })};
     },
     {.about = turning}},
    {"rope-on-values",
     {"값(value)까지 RoPE로 돌렸습니다. 위치는 점수에만 쓰입니다. 쿼리와 키만 돌리고, 값은 그대로 "
      "섞습니다.",
      "The values were turned by RoPE, too. The place is needed for the scores alone: queries and "
      "keys are turned, values are mixed as they are."},
     "context_vecs = attn_weights @ values",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_turn)) return {};
       return {values_turned(program.tensors())};
     }},
    {"angle-without-frequency",
     {"각을 구할 때 위치에 쌍마다 다른 빠르기(div_term)를 곱하지 않았습니다. 그러면 모든 쌍이 같은 "
      "빠르기로 돕니다.",
      "The angle is the place alone, without the speed of the pair, div_term. So all pairs turn "
      "equally fast."},
     "angles = position * div_term",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Mul>(call) || call.operands[1].name() != names::div_term) return {};
         return call.operands[0] * ones(call.operands[1].shape());
       }};
     },
     {.about = "speed of an angle"}},
};

}  // namespace

std::span<const Mistake> rotary_mistakes() {
  return about_rotary;
}

}  // namespace attn
