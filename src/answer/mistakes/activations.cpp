#include <cmath>

#include "answer/mistakes.h"
#include "nn/gelu.h"
#include "nn/silu.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// x Φ(x), and by which formula.
struct GeluCall {
  Tensor x;
  Approximate approximate;
};

std::optional<GeluCall> as_gelu(const Call& call) {
  if (!calls<Mul>(call) || !made_by<Mul>(call.operands[1])) return {};
  const Tensor& doubled = call.operands[1].operands()[0];  // 2 Φ(x) = 1 + erf or tanh
  if (!made_by<Add>(doubled)) return {};
  const Tensor& s_curve = doubled.operands()[0];
  if (made_by<Erf>(s_curve)) return GeluCall{call.operands[0], Approximate::none};
  if (made_by<Tanh>(s_curve)) return GeluCall{call.operands[0], Approximate::tanh};
  return {};
}

/// GELU by the other formula, where the lesson takes `right`.
Slip gelu_other_than(Approximate right) {
  return [right](const Call& call) -> std::optional<Tensor> {
    const auto made = as_gelu(call);
    if (!made || made->approximate != right) return {};
    return gelu(made->x, right == Approximate::none ? Approximate::tanh : Approximate::none);
  };
}

/// What somebody computes of GELU's x in place of the right formula.
template <class F>
Way in_place_of_gelu(F other, std::function<Text()> which = {}) {
  return {[other](const Call& call) -> std::optional<Tensor> {
            const auto right = as_gelu(call);
            if (!right) return {};
            return other(*right);
          },
          std::move(which)};
}

bool is_gelu(const Call& call) {
  return as_gelu(call).has_value();
}

/// x (1 + S) / 2, where S is a curve from -1 to 1.
Tensor gelu_by(const Tensor& x, const Tensor& s_curve) {
  return x * (s_curve + scalar(1)) * 0.5F;
}

/// The argument of GELU's tanh, with x to that power and that factor in front.
Tensor cubic(const Tensor& x, const Tensor& power, float factor) {
  return tanh((x + power * 0.044715F) * factor);
}

/// GELU with a slip in its formula.
std::vector<Way> slips_in_gelu() {
  constexpr float root_2_over_pi = 0.79788456F;
  constexpr float root_pi_over_2 = 1.2533141F;
  const auto of_tanh = [](auto other) {
    return [other](const GeluCall& right) -> std::optional<Tensor> {
      if (right.approximate != Approximate::tanh) return {};
      return other(right.x);
    };
  };
  return {
      in_place_of_gelu(
          [](const GeluCall& right) { return gelu(right.x, right.approximate) * 2.0F; },
          [] { return Text("1/2을 곱하지 않았습니다.", "The factor 1/2 is missing."); }),
      in_place_of_gelu(
          [](const GeluCall& right) -> std::optional<Tensor> {
            if (right.approximate != Approximate::none) return {};
            return gelu_by(right.x, erf(right.x));
          },
          [] { return Text("x를 √2로 나누지 않았습니다.", "x was not divided by √2."); }),
      in_place_of_gelu(
          of_tanh([](const Tensor& x) { return gelu_by(x, cubic(x, x * x, root_2_over_pi)); }),
          [] { return Text("x³이 올 자리에 x²을 썼습니다.", "It has x² where x³ belongs."); }),
      in_place_of_gelu(
          of_tanh([](const Tensor& x) { return gelu_by(x, cubic(x, x * x * x, root_pi_over_2)); }),
          [] {
            return Text("√(2/π)를 √(π/2)로 썼습니다.", "It has √(π/2) where √(2/π) belongs.");
          }),
      in_place_of_gelu(
          of_tanh([](const Tensor& x) { return gelu_by(x, cubic(x, x * x * x, 1)); }),
          [] { return Text("√(2/π)를 곱하지 않았습니다.", "The factor √(2/π) is missing."); }),
      in_place_of_gelu(
          of_tanh([](const Tensor& x) { return gelu_by(x, cubic(x, x * x * x, 2 / 3.14159265F)); }),
          [] { return Text("2/π의 제곱근을 취하지 않았습니다.", "The root of 2/π is missing."); }),
  };
}

/// tanh as an activation, not within GELU.
bool is_tanh_layer(const Call& call) {
  return calls<Tanh>(call) && !made_by<Mul>(call.operands[0]);
}

constexpr std::string_view activation = "activation function";

constexpr Mistake about_activations[] = {
    {"gelu-tanh-for-exact",
     {"정확한 GELU 대신 tanh로 어림한 식을 썼습니다. torch.nn.GELU()의 기본값은 오차 함수 erf로 "
      "계산하는 정확한 식입니다.",
      "GELU was computed by the formula with tanh, which only comes close. torch.nn.GELU() is exact "
      "by default: it takes the error function, erf."},
     "torch.nn.GELU()    # = x * (1 + torch.erf(x / 2**0.5)) / 2",
     [](const Program&) -> std::vector<Way> { return {gelu_other_than(Approximate::none)}; },
     {.about = activation}},
    {"gelu-exact-for-tanh",
     {"tanh로 어림한 GELU가 올 자리에 정확한 식을 썼습니다. GPT-2처럼 어림한 식으로 학습한 모델은 그 "
      "식을 그대로 써야 같은 수가 나옵니다.",
      "The exact GELU was computed where the formula with tanh belongs. A model that was trained "
      "with that one, such as GPT-2, gives its numbers only with it."},
     "torch.nn.GELU(approximate='tanh')",
     [](const Program&) -> std::vector<Way> { return {gelu_other_than(Approximate::tanh)}; },
     {.about = activation}},
    {"relu-for-gelu",
     {"GELU 대신 ReLU를 썼습니다. ReLU는 음수를 0으로 자르지만 GELU는 작은 음수를 조금 남깁니다.",
      "ReLU was used in place of GELU. ReLU cuts all negative numbers off to 0, GELU leaves a "
      "little of the small ones."},
     "torch.nn.GELU()",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_gelu(call);
         if (!right) return {};
         return relu(right->x);
       }};
     },
     {.about = activation}},
    {"gelu-formula-wrong",
     {"GELU의 식이 잘못되었습니다. 정확한 식은 x (1 + erf(x / √2)) / 2이고, 어림한 식은 x (1 + "
      "tanh(√(2/π) (x + 0.044715 x³))) / 2입니다.",
      "The formula of GELU has a slip. It is x (1 + erf(x / √2)) / 2, or nearly x (1 + tanh(√(2/π) (x "
      "+ 0.044715 x³))) / 2."},
     "x * (1 + torch.erf(x / 2**0.5)) / 2    # torch.nn.GELU()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gelu)) return {};
       return slips_in_gelu();
     },
     {.combines = false, .about = activation}},
    {"gelu-by-sigmoid",
     {"GELU를 x · sigmoid(1.702 x)로 어림했습니다. 일부 모델에서 쓰는 더 거친 어림이며, "
      "torch.nn.GELU()와는 다릅니다.",
      "GELU was computed as x · sigmoid(1.702 x). Some models do so, but it comes less close and is "
      "not torch.nn.GELU()."},
     "torch.nn.GELU()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gelu)) return {};
       return {in_place_of_gelu(
           [](const GeluCall& right) { return right.x * sigmoid(right.x * 1.702F); })};
     },
     {.combines = false, .about = activation}},
    {"silu-for-gelu",
     {"GELU 대신 SiLU(Swish), 즉 x · sigmoid(x)를 썼습니다.",
      "SiLU, also called Swish, x · sigmoid(x), was used in place of GELU."},
     "torch.nn.GELU()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_gelu)) return {};
       return {in_place_of_gelu([](const GeluCall& right) { return silu(right.x); })};
     },
     {.combines = false, .about = activation}},
    {"gelu-for-relu",
     {"ReLU가 올 자리에 GELU를 썼습니다. 처음 나온 트랜스포머의 피드포워드는 ReLU를 쓰고, GELU는 "
      "BERT와 GPT부터입니다.",
      "GELU was used where ReLU belongs. The first transformer has ReLU in its feed-forward layer; "
      "GELU came with BERT and GPT."},
     "torch.relu(linear1(x))",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 if (!calls<Relu>(call)) return {};
                 return gelu(call.operands[0]);
               },
               rare([](const Call& call) -> std::optional<Tensor> {
                 if (!calls<Relu>(call)) return {};
                 return gelu(call.operands[0], Approximate::tanh);
               })};
     },
     {.about = activation}},
    {"activation-missing",
     {"두 선형층 사이에 활성화 함수가 빠졌습니다. 그러면 두 층은 선형층 하나와 다르지 않습니다.",
      "The activation function between the two linear layers was left out. Then the two are no more "
      "than one linear layer."},
     "linear2(activation(linear1(x)))",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (calls<Relu>(call) || is_tanh_layer(call)) return same_as(call.operands[0]);
         const auto right = as_gelu(call);
         if (!right) return {};
         return same_as(right->x);
       }};
     },
     {.about = activation}},
    {"relu-for-tanh",
     {"tanh 대신 ReLU를 썼습니다. tanh는 -1과 1 사이에 머물지만 ReLU는 음수를 0으로 자르고 양수는 "
      "그대로 둡니다.",
      "ReLU was used in place of tanh. tanh stays between -1 and 1; ReLU cuts negative numbers off "
      "to 0 and leaves positive ones as they are."},
     "h = torch.tanh(x @ W_x + h @ W_h)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_tanh_layer)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_tanh_layer(call)) return {};
         return relu(call.operands[0]);
       }};
     },
     {.combines = false, .about = activation}},
    {"sigmoid-for-other-activation",
     {"sigmoid를 썼습니다. sigmoid는 0과 1 사이의 값을 내므로 tanh의 음수도, softmax처럼 합이 1인 "
      "확률도 나오지 않습니다.",
      "Sigmoid was used. It gives numbers between 0 and 1: not the negative ones of tanh, and not "
      "probabilities that sum to 1 as softmax does."},
     "torch.tanh(…), torch.softmax(…, dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {
           {[](const Call& call) -> std::optional<Tensor> {
              if (!is_tanh_layer(call)) return {};
              return sigmoid(call.operands[0]);
            },
            [] { return Text("여기에는 tanh가 와야 합니다.", "Here it should be tanh."); }},
           {[](const Call& call) -> std::optional<Tensor> {
              const auto right = as_softmax(call);
              if (!right) return {};
              return sigmoid(right->x);
            },
            [] { return Text("여기에는 softmax가 와야 합니다.", "Here it should be softmax."); }}};
     },
     {.combines = false, .about = activation}},
};

}  // namespace

std::span<const Mistake> activation_mistakes() {
  return about_activations;
}

}  // namespace attn
