#include <unordered_set>

#include "answer/mistakes.h"
#include "nn/layer_norm.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

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

/// normalized(x) * scale + shift.
bool is_layer_norm(const Call& call) {
  return calls<Add>(call) && made_by<Mul>(call.operands[0]) &&
         made_by<Normalize>(call.operands[0].operands()[0]);
}
/// The (x - mean) ÷ root in it. REQUIRES: is_layer_norm(call).
const Tensor& normalized_in(const Call& call) {
  return call.operands[0].operands()[0];
}

/// x, if this is x + layer(x), normalized perhaps.
std::optional<Tensor> residual_before(const Tensor& sum) {
  if (!sum.operation()) return {};
  const Call call = call_of(sum);
  if (is_residual(call)) return call.operands[0];
  if (!is_layer_norm(call)) return {};
  return residual_before(normalized_in(call).operands()[0]);
}

/// Where the lesson has norm(x + layer(x)): x + layer(norm(x)).
std::optional<Tensor> norm_in_front(const Call& call) {
  if (!is_layer_norm(call)) return {};
  const Tensor& sum = normalized_in(call).operands()[0];
  if (!sum.operation() || !is_residual(call_of(sum))) return {};
  const Tensor& x = sum.operands()[0];
  const Tensor norm = with_replaced(call.operands[0], sum, x) + call.operands[1];
  return x + with_replaced(sum.operands()[1], x, norm);
}

constexpr std::string_view residual = "residual connection";
constexpr std::string_view norms = "places of LayerNorm";

constexpr Mistake about_block[] = {
    {"residual-missing",
     {"잔차 연결이 빠졌습니다. 층의 출력에 입력을 더해야 입력의 정보가 그대로 남고 기울기가 앞쪽 "
      "층까지 흐릅니다.",
      "The residual connection is missing: the input of the layer was not added to its output. It "
      "is what keeps the input's information and lets gradients reach the first layers."},
     "x = x + layer(x)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_residual(call)) return {};
         return same_as(call.operands[1]);
       }};
     },
     {.by_line = true, .about = residual}},
    {"residual-of-normalized",
     {"잔차 연결에서 층에 들어가기 전의 x가 아니라 정규화한 x를 더했습니다. 손대지 않은 x를 더해야 "
      "입력이 그대로 남습니다.",
      "The residual connection added the normalized x in place of x itself. It is x as it was that "
      "is added, so that the input stays."},
     "x = x + layer(norm(x))    # not norm(x) + layer(norm(x))",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_residual(call)) return {};
         const std::optional<Tensor> norm = norm_of(call.operands[0], call.operands[1]);
         if (!norm) return {};
         return *norm + call.operands[1];
       }};
     },
     {.about = residual}},
    {"residual-doubled",
     {"잔차 연결에서 서로 다른 둘이 아니라 같은 것을 두 번 더했습니다. 변수에 층의 출력을 덮어쓰고 나서 "
      "더하면 이렇게 됩니다.",
      "The residual connection added one thing to itself. That happens where the variable was "
      "overwritten with the layer's output before the addition."},
     "x = x + layer(x)    # not x = layer(x); x = x + x",
     [](const Program&) -> std::vector<Way> {
       return {{[](const Call& call) -> std::optional<Tensor> {
                  if (!is_residual(call)) return {};
                  return call.operands[1] + call.operands[1];
                },
                [] { return Text("층의 출력을 두 번 더했습니다.", "It was the layer's output."); }},
               {[](const Call& call) -> std::optional<Tensor> {
                  if (!is_residual(call)) return {};
                  return call.operands[0] + call.operands[0];
                },
                [] { return Text("층의 입력을 두 번 더했습니다.", "It was the layer's input."); }}};
     },
     {.combines = false, .about = residual}},
    {"residual-from-block-input",
     {"피드포워드의 잔차 연결에서 어텐션까지 지난 값이 아니라 블록에 처음 들어온 x를 더했습니다. 그러면 "
      "어텐션이 더한 것이 빠집니다.",
      "The residual connection of the feed-forward layer added the x that came into the block, not "
      "what there was after attention. What attention added is lost."},
     "x = x + attention(norm1(x))\nx = x + feed_forward(norm2(x))    # the new x",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_residual(call)) return {};
         const auto before = residual_before(call.operands[0]);
         if (!before) return {};
         return *before + call.operands[1];
       }};
     },
     {.about = residual}},
    {"norm-missing",
     {"LayerNorm이 빠졌습니다. 블록의 두 층은 저마다 정규화한 입력을 받습니다.",
      "LayerNorm is missing. Each of the two layers of a block has one."},
     "x = x + attention(norm1(x))",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_residual)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_layer_norm(call)) return {};
         return same_as(normalized_in(call).operands()[0]);
       }};
     },
     {.by_line = true, .about = norms}},
    {"norm-at-the-end",
     {"블록의 끝에 LayerNorm이 하나 더 있습니다. pre-norm 블록은 잔차 연결로 끝나고, GPT-2의 마지막 "
      "LayerNorm은 블록을 모두 지난 다음에 한 번만 나옵니다.",
      "There is one LayerNorm more at the end of the block. A pre-norm block ends with a residual "
      "connection; GPT-2 has its last LayerNorm once, behind all blocks."},
     "return x + feed_forward(norm2(x))",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_layer_norm)) return {};
       return {[end = program.result().operation()](const Call& call) -> std::optional<Tensor> {
         if (call.operation != end || !is_residual(call)) return {};
         return normalized(call.operands[0] + call.operands[1]);
       }};
     },
     {.combines = false, .about = norms}},
    {"norm-before-for-after",
     {"LayerNorm이 층의 뒤가 아니라 앞에 있습니다(pre-norm). 처음 나온 트랜스포머와 PyTorch의 "
      "기본값은 잔차를 더한 다음에 정규화합니다(post-norm, norm_first=False).",
      "LayerNorm stands before the layers (pre-norm), not behind them. The first transformer, and "
      "PyTorch by default, normalize after the addition (post-norm, norm_first=False)."},
     "x = norm1(x + attention(x))",
     [](const Program&) -> std::vector<Way> { return {norm_in_front}; },
     {.about = norms}},
    {"norm-after-for-before",
     {"LayerNorm이 층의 앞이 아니라 뒤에 있습니다. GPT-2부터는 층에 들어가기 전에 정규화하고(pre-norm) "
      "잔차 연결에는 손대지 않은 x를 더합니다. 뒤에 두는 것은 처음 나온 트랜스포머의 "
      "방식(post-norm)입니다.",
      "LayerNorm stands behind the layers, not before them. Since GPT-2 a layer's input is "
      "normalized (pre-norm), and x is added as it was. Behind is where the first transformer had "
      "it (post-norm)."},
     "x = x + attention(norm1(x))",
     [](const Program&) -> std::vector<Way> {
       return {{norm_behind(true),
                [] {
                  return Text("합을 정규화했습니다: norm(x + layer(x)).",
                              "It was the sum that was normalized: norm(x + layer(x)).");
                }},
               {norm_behind(false), [] {
                  return Text("층의 출력만 정규화했습니다: x + norm(layer(x)).",
                              "It was the layer's output alone: x + norm(layer(x)).");
                }}};
     },
     {.about = norms}},
};

}  // namespace

std::span<const Mistake> block_mistakes() {
  return about_block;
}

}  // namespace attn
