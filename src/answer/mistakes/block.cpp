#include <unordered_set>

#include "answer/mistakes.h"
#include "nn/gelu.h"
#include "tensor/normalize.h"
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

/// Whether `branch` is a layer's output for x: there is a matrix product on the way.
bool is_layer_of(const Tensor& branch, const Tensor& x) {
  std::vector<Tensor> open = {branch};
  std::unordered_set<const void*> seen;
  bool meets_x = false;
  bool multiplies = false;
  while (!open.empty()) {
    const Tensor tensor = open.back();
    open.pop_back();
    if (tensor == x) meets_x = true;
    if (tensor == x || !seen.insert(tensor.id()).second) continue;
    multiplies = multiplies || made_by<Matmul>(tensor);
    open.insert(open.end(), tensor.operands().begin(), tensor.operands().end());
  }
  return meets_x && multiplies;
}

/// x + layer(x).
bool is_residual(const Call& call) {
  return calls<Add>(call) && call.operands[0].dim() > 1 &&
         call.operands[0].shape() == call.operands[1].shape() &&
         is_layer_of(call.operands[1], call.operands[0]);
}

/// The scaled and shifted LayerNorm of x on the way to `branch`.
std::optional<Tensor> norm_of(const Tensor& x, const Tensor& branch) {
  for (const Tensor& tensor : Program(branch).tensors()) {
    if (!made_by<Add>(tensor) || !made_by<Mul>(tensor.operands()[0])) continue;
    const Tensor& norm = tensor.operands()[0].operands()[0];
    if (made_by<Normalize>(norm) && norm.operands()[0] == x) return tensor;
  }
  return {};
}

/// Where the lesson has x + layer(norm(x)): norm(x + layer(x)), or x + norm(layer(x)).
Slip norm_behind(bool of_the_sum) {
  return [of_the_sum](const Call& call) -> std::optional<Tensor> {
    if (!is_residual(call)) return {};
    const Tensor& x = call.operands[0];
    const std::optional<Tensor> norm = norm_of(x, call.operands[1]);
    if (!norm) return {};
    const Tensor layer = with_replaced(call.operands[1], *norm, x);
    if (of_the_sum) return with_replaced(*norm, x, x + layer);
    return x + with_replaced(*norm, x, layer);
  };
}

constexpr Mistake about_block[] = {
    {"gelu-tanh-for-exact",
     {"정확한 GELU 대신 tanh로 어림한 식을 썼습니다. torch.nn.GELU()의 기본값은 오차 함수 erf로 "
      "계산하는 정확한 식입니다.",
      "GELU was computed by the formula with tanh, which only comes close. torch.nn.GELU() is exact "
      "by default: it takes the error function, erf."},
     "torch.nn.GELU()    # = x * (1 + torch.erf(x / 2**0.5)) / 2",
     [](const Program&) -> std::vector<Slip> { return {gelu_other_than(Approximate::none)}; }},
    {"gelu-exact-for-tanh",
     {"tanh로 어림한 GELU가 올 자리에 정확한 식을 썼습니다. GPT-2처럼 어림한 식으로 학습한 모델은 그 "
      "식을 그대로 써야 같은 수가 나옵니다.",
      "The exact GELU was computed where the formula with tanh belongs. A model that was trained "
      "with that one, such as GPT-2, gives its numbers only with it."},
     "torch.nn.GELU(approximate='tanh')",
     [](const Program&) -> std::vector<Slip> { return {gelu_other_than(Approximate::tanh)}; }},
    {"relu-for-gelu",
     {"GELU 대신 ReLU를 썼습니다. ReLU는 음수를 0으로 자르지만 GELU는 작은 음수를 조금 남깁니다.",
      "ReLU was used in place of GELU. ReLU cuts all negative numbers off to 0, GELU leaves a "
      "little of the small ones."},
     "torch.nn.GELU()",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_gelu(call);
         if (!right) return {};
         return relu(right->x);
       }};
     }},
    {"residual-missing",
     {"잔차 연결이 빠졌습니다. 층의 출력에 입력을 더해야 입력의 정보가 그대로 남고 기울기가 앞쪽 "
      "층까지 흐릅니다.",
      "The residual connection is missing: the input of the layer was not added to its output. It "
      "is what keeps the input's information and lets gradients reach the first layers."},
     "x = x + layer(x)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_residual(call)) return {};
         return same_as(call.operands[1]);
       }};
     }},
    {"norm-after-for-before",
     {"LayerNorm이 층의 앞이 아니라 뒤에 있습니다. GPT-2부터는 층에 들어가기 전에 정규화하고(pre-norm) "
      "잔차 연결에는 손대지 않은 x를 더합니다. 뒤에 두는 것은 처음 나온 트랜스포머의 "
      "방식(post-norm)입니다.",
      "LayerNorm stands behind the layers, not before them. Since GPT-2 a layer's input is "
      "normalized (pre-norm), and x is added as it was. Behind is where the first transformer had "
      "it (post-norm)."},
     "x = x + attention(norm1(x))",
     [](const Program&) -> std::vector<Slip> {
       return {norm_behind(true), norm_behind(false)};
     }},
};

}  // namespace

std::span<const Mistake> block_mistakes() {
  return about_block;
}

}  // namespace attn
