#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Sines and cosines of the same angles (n, d/2), column by column: (n, d).
struct WavesCall {
  Tensor sines, cosines;
};

std::optional<WavesCall> as_waves(const Call& call) {
  if (!calls<View>(call) || !made_by<Stack>(call.operands[0])) return {};
  const Operands stacked = call.operands[0].operands();
  if (stacked.size() != 2 || !made_by<Sin>(stacked[0]) || !made_by<Cos>(stacked[1])) return {};
  if (!(stacked[0].operands()[0] == stacked[1].operands()[0])) return {};
  return WavesCall{stacked[0], stacked[1]};
}

/// Whether x has a vector for each place, as is added to words or patches.
bool holds_positions(const Tensor& x) {
  return x.name() == names::pe || x.name() == names::position_embedding ||
         x.name() == names::text_positions;
}

constexpr Mistake about_positions[] = {
    {"sin-cos-swapped",
     {"sin과 cos의 자리가 바뀌었습니다. 짝수 열(0, 2, 4, …)이 sin이고 홀수 열이 cos입니다.",
      "Sine and cosine changed places. Even columns (0, 2, 4, …) are sines, odd ones cosines."},
     "pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_waves(call);
         if (!right) return {};
         return view(stack({right->cosines, right->sines}, 2), calls<View>(call)->shape);
       }};
     }},
    {"sin-cos-halves",
     {"sin을 앞의 절반에, cos을 뒤의 절반에 놓았습니다. sin과 cos은 한 열씩 번갈아 놓입니다.",
      "All sines stand in the first half and all cosines in the second. They take turns, column by "
      "column."},
     "pe[:, 0::2], pe[:, 1::2] = torch.sin(angles), torch.cos(angles)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_waves(call);
         if (!right) return {};
         return cat({right->sines, right->cosines}, -1);
       }};
     }},
    {"position-index-doubled",
     {"지수의 번호에 2를 두 번 곱했습니다. i가 이미 0, 2, 4로 커진다면 지수는 i / d입니다.",
      "The index in the exponent was doubled twice. If i already runs 0, 2, 4, the exponent is "
      "i / d."},
     "div_term = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Exp>(call) || call.name != names::div_term) return {};
         return exp(call.operands[0] * 2.0F);
       }};
     }},
    {"embedding-scale-missing",
     {"임베딩에 √d_model을 곱하지 않았습니다. 그대로 더하면 위치 벡터가 훨씬 길어 단어를 덮어버립니다.",
      "The embeddings were not multiplied by √d_model. Added like that, the position vectors are "
      "far longer and drown the words."},
     "scaled = embeddings * d_model**0.5",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Mul>(call) || call.name != names::scaled) return {};
         if (call.operands[0].name() != names::embeddings) return {};
         return same_as(call.operands[0]);
       }};
     }},
    {"positions-not-added",
     {"위치 벡터를 더하지 않았습니다. 마스크가 없는 어텐션은 토큰을 한꺼번에 보므로, 위치가 없으면 "
      "순서를 알 수 없습니다.",
      "The position vectors were not added. Attention without a mask sees all tokens at once, and without "
      "positions it does not know their order."},
     "x = words + pe",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Add>(call) || !holds_positions(call.operands[1])) return {};
         return same_as(call.operands[0]);
       }};
     }},
};

}  // namespace

std::span<const Mistake> position_mistakes() {
  return about_positions;
}

}  // namespace attn
