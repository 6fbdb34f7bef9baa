#include "answer/mistakes.h"
#include "nn/gelu.h"
#include "nn/silu.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// x · sigmoid(x), where sigmoid is 1 ÷ (e^-x + 1).
std::optional<Tensor> as_silu(const Call& call) {
  if (!calls<Mul>(call) || !made_by<Div>(call.operands[1])) return {};
  const Operands quotient = call.operands[1].operands();
  if (!made_by<Ones>(quotient[0]) || !made_by<Add>(quotient[1])) return {};
  if (!made_by<Exp>(quotient[1].operands()[0])) return {};
  return call.operands[0];
}

bool is_silu(const Call& call) {
  return as_silu(call).has_value();
}

/// silu(gate) · up.
struct GatedCall {
  Tensor gate, opened, up;
};
std::optional<GatedCall> as_gated(const Call& call) {
  if (!calls<Mul>(call) || !made_by<Mul>(call.operands[0])) return {};
  const auto gate = as_silu(call_of(call.operands[0]));
  if (!gate || !(gate->shape() == call.operands[1].shape())) return {};
  return GatedCall{*gate, call.operands[0], call.operands[1]};
}
bool is_gated(const Call& call) {
  return as_gated(call).has_value();
}

template <class F>
Way in_place_of_gated(F other, std::function<Text()> which = {}) {
  return {[other](const Call& call) -> std::optional<Tensor> {
            const auto right = as_gated(call);
            if (!right) return {};
            return other(*right);
          },
          std::move(which)};
}

/// Another function where silu belongs.
template <class F>
Way in_place_of_silu(F other, Text which) {
  return {[other](const Call& call) -> std::optional<Tensor> {
            const auto x = as_silu(call);
            if (!x) return {};
            return other(*x);
          },
          [which] { return which; }};
}

constexpr std::string_view gate = "gate of SwiGLU";
constexpr std::string_view line = "hidden = torch.nn.functional.silu(W_gate(x)) * W_up(x)";

constexpr Mistake about_gates[] = {
    {"gate-missing",
     {"SwiGLU의 두 갈래를 곱하지 않았습니다. silu를 지난 gate와 그대로인 up을 칸마다 곱해야 합니다.",
      "The two branches of SwiGLU were not multiplied. It takes gate, past silu, times up, which "
      "stays as it is, cell by cell."},
     line,
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gated)) return {};
       return {
           in_place_of_gated([](const GatedCall& right) { return same_as(right.opened); },
                             [] { return Text("silu(gate)뿐입니다.", "It is silu(gate) alone."); }),
           in_place_of_gated([](const GatedCall& right) { return same_as(right.up); },
                             [] { return Text("up뿐입니다.", "It is up alone."); }),
           in_place_of_gated([](const GatedCall& right) { return silu(right.up); },
                             [] { return Text("silu(up)뿐입니다.", "It is silu(up) alone."); })};
     },
     {.combines = false, .about = gate}},
    {"gate-on-wrong-half",
     {"silu를 gate가 아니라 up에 취했습니다. 하나로 붙은 가중치를 chunk로 나눈다면 어느 쪽이 "
      "gate인지 확인하십시오.",
      "silu was taken of up, not of gate. Where one weight holds both and is cut by chunk, see which "
      "half is the gate."},
     line,
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gated)) return {};
       return {
           in_place_of_gated([](const GatedCall& right) { return right.gate * silu(right.up); })};
     },
     {.combines = false, .about = gate}},
    {"gate-added",
     {"SwiGLU의 두 갈래를 곱하지 않고 더했습니다. 곱해야 gate가 0에 가까운 칸이 닫힙니다.",
      "The two branches of SwiGLU were added, not multiplied. It takes a product for cells to be "
      "shut where the gate is near 0."},
     line,
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gated)) return {};
       return {in_place_of_gated([](const GatedCall& right) { return right.opened + right.up; })};
     },
     {.combines = false, .about = gate}},
    {"gate-by-other-function",
     {"문을 여는 함수가 silu가 아닙니다. silu(x)는 x · sigmoid(x)입니다.",
      "Another function than silu opens the gate. silu(x) is x · sigmoid(x)."},
     line,
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_silu)) return {};
       return {in_place_of_silu([](const Tensor& x) { return same_as(x); },
                                {"아무 함수도 취하지 않았습니다.", "There was none."}),
               in_place_of_silu([](const Tensor& x) { return sigmoid(x); },
                                {"sigmoid를 썼습니다(GLU).", "It was sigmoid, as in GLU."}),
               in_place_of_silu([](const Tensor& x) { return gelu(x); },
                                {"GELU를 썼습니다(GeGLU).", "It was GELU, as in GeGLU."}),
               in_place_of_silu(
                   [](const Tensor& x) { return gelu(x, Approximate::tanh); },
                   {"tanh로 어림한 GELU를 썼습니다(GeGLU).", "It was GELU by tanh, as in GeGLU."}),
               in_place_of_silu([](const Tensor& x) { return relu(x); },
                                {"ReLU를 썼습니다(ReGLU).", "It was ReLU, as in ReGLU."}),
               in_place_of_silu([](const Tensor& x) { return tanh(x); },
                                {"tanh를 썼습니다.", "It was tanh."})};
     },
     {.combines = false, .about = gate}},
};

}  // namespace

std::span<const Mistake> gate_mistakes() {
  return about_gates;
}

}  // namespace attn
