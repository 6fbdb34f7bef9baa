#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Whether a triangle is made that is no mask of the future: the weights of an average, in which a
/// slip is another mistake, or a band, as a convolution's window.
bool has_other_triangle(const Program& program) {
  return makes_averages(program) || program.has([](const Call& call) {
    return (calls<Tril>(call) && made_by<Triu>(call.operands[0])) ||
           (calls<Triu>(call) && made_by<Tril>(call.operands[0]));
  });
}

/// A mask whose diagonal lies `by` further to the right.
std::vector<Slip> diagonal_moved(const Program& program, Size by) {
  if (has_other_triangle(program)) return {};
  return {[by](const Call& call) -> std::optional<Tensor> {
    if (const auto* upper = calls<Triu>(call)) return triu(call.operands[0], upper->diagonal + by);
    if (const auto* lower = calls<Tril>(call)) return tril(call.operands[0], lower->diagonal + by);
    return {};
  }};
}

bool is_hiding(const Call& call) {
  return calls<MaskedFill>(call) && call.operands[1].operation();
}

/// x times a mask of zeros and ones.
bool is_masking_product(const Call& call) {
  return calls<Mul>(call) && (made_by<Tril>(call.operands[1]) || made_by<Triu>(call.operands[1]));
}

constexpr Mistake about_masks[] = {
    {"no-mask",
     {"마스크를 씌우지 않아 모든 토큰이 뒤의 토큰까지 봅니다. 다음 토큰을 맞혀야 하는 모델이 "
      "답을 미리 보게 됩니다.",
      "There is no mask: every token sees the later ones, too. A model that is to predict the next "
      "token would be shown the answer."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program& program) -> std::vector<Slip> {
       if (makes_averages(program)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (hides_padding(call)) return {};
         if (!is_hiding(call) && !is_masking_product(call)) return {};
         return same_as(call.operands[0]);
       }};
     }},
    {"mask-wrong-triangle",
     {"마스크의 삼각형이 반대입니다. 미래가 아니라 과거를 가렸습니다. 열 j가 행 i보다 뒤일 때, 즉 "
      "대각선 위가 미래입니다.",
      "The mask is the wrong triangle: it hides the past instead of the future. The future is "
      "where column j comes after row i, above the diagonal."},
     "mask = torch.triu(torch.ones(T, T), diagonal=1)",
     [](const Program& program) -> std::vector<Slip> {
       if (has_other_triangle(program)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
                 if (const auto* upper = calls<Triu>(call)) {
                   return tril(call.operands[0], -upper->diagonal);
                 }
                 if (const auto* lower = calls<Tril>(call)) {
                   return triu(call.operands[0], -lower->diagonal);
                 }
                 return {};
               },
               [](const Call& call) -> std::optional<Tensor> {
                 const auto* upper = calls<Triu>(call);
                 if (!upper) return {};
                 return tril(call.operands[0], upper->diagonal - 1);
               }};
     }},
    {"mask-hides-self",
     {"마스크가 대각선까지 가려 토큰이 자기 자신도 보지 못합니다. 첫 토큰에게는 볼 것이 하나도 "
      "남지 않아, -inf로 가렸다면 그 행이 nan이 됩니다.",
      "The mask covers the diagonal, so a token does not even see itself. The first token has "
      "nothing left to look at: with -inf its row becomes nan."},
     "mask = torch.triu(torch.ones(T, T), diagonal=1)",
     [](const Program& program) { return diagonal_moved(program, -1); }},
    {"mask-shows-next",
     {"마스크가 한 칸 밀려 바로 다음 토큰이 보입니다. 맞혀야 할 답이 새어 나가는 것과 같습니다.",
      "The mask is one place off and leaves the next token visible, the very one that is to be "
      "predicted."},
     "mask = torch.triu(torch.ones(T, T), diagonal=1)",
     [](const Program& program) { return diagonal_moved(program, 1); }},
    {"mask-zero-not-inf",
     {"가릴 점수를 -inf가 아니라 0으로 채웠습니다. exp(0)은 1이므로 softmax를 거치면 가린 자리에도 "
      "가중치가 남습니다.",
      "The hidden scores were filled with 0 instead of -inf. exp(0) is 1, so after softmax the "
      "hidden places still carry weight."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_hiding(call)) return {};
         return masked_fill(call.operands[0], call.operands[1], 0);
       }};
     }},
    {"mask-not-renormalised",
     {"softmax 다음에 마스크를 씌우고 행을 다시 정규화하지 않았습니다. 가려진 만큼 빠져 행의 합이 "
      "1보다 작습니다.",
      "The mask came after softmax and the rows were not normalized again. What was hidden is "
      "missing, so rows sum to less than 1."},
     "masked_simple / masked_simple.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (const auto right = as_softmax(call)) {
           const auto unmasked = without_mask(right->x);
           if (!unmasked) return {};
           return masked_fill(softmax(unmasked->scores, right->dim), unmasked->mask, 0);
         }
         if (!calls<Div>(call) || !made_by<Sum>(call.operands[1])) return {};
         const Tensor& x = call.operands[0];
         if (!x.operation() || !is_masking_product(call_of(x))) return {};
         return same_as(x);
       }};
     }},
};

}  // namespace

std::span<const Mistake> mask_mistakes() {
  return about_masks;
}

}  // namespace attn
