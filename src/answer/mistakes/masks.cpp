#include <limits>
#include <utility>

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
std::vector<Way> diagonal_moved(const Program& program, Size by) {
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

constexpr float infinity = std::numeric_limits<float>::infinity();

/// The same slip in a mask that hides with -1e9: a row with nothing left to look at gets even
/// weights then, not nan.
Slip hiding_with_1e9(Slip mask) {
  return [mask = std::move(mask)](const Call& call) -> std::optional<Tensor> {
    if (std::optional<Tensor> changed = mask(call)) return changed;
    if (!is_hiding(call) || hides_padding(call)) return {};
    return masked_fill(call.operands[0], call.operands[1], -1e9F);
  };
}

/// These ways, and the same with -1e9 in the place of -inf.
std::vector<Way> with_1e9(std::vector<Way> ways) {
  const std::size_t right = ways.size();
  for (std::size_t i = 0; i < right; ++i) {
    ways.push_back(
        rare({hiding_with_1e9(ways[i].slip), [] {
                return Text(
                    "-inf가 아니라 -1e9로 가렸으므로, 모두 가려진 행은 nan이 아니라 고른 가중치가 "
                    "되었습니다.",
                    "It hid with -1e9 and not with -inf, so that a row with nothing left came out "
                    "even, not nan.");
              }}));
  }
  return ways;
}

/// A mask of padding (T) that hides the rows of padding in place of its columns.
Slip padding_on_rows(float fill) {
  return [fill](const Call& call) -> std::optional<Tensor> {
    if (!hides_padding(call) || call.operands[1].dim() != 1) return {};
    const Tensor rows = view(call.operands[1], {call.operands[1].size(0), 1});
    return masked_fill(call.operands[0], rows, fill);
  };
}

/// Softmax of the scores with the mask, zeros and ones, added to them: where hidden, or where seen.
std::optional<Tensor> added_to_scaled(const Call& call, bool where_hidden) {
  const auto right = as_softmax(call);
  const auto unmasked = right ? without_mask(right->x) : std::nullopt;
  if (!unmasked) return {};
  const Tensor& hidden = unmasked->mask;
  const Tensor added = where_hidden ? hidden : ones(hidden.shape()) - hidden;
  return softmax(unmasked->scores + added, right->dim);
}

/// The same before the scores are scaled.
std::optional<Tensor> added_to_scores(const Call& call, bool where_hidden) {
  if (!calls<MaskedFill>(call)) return {};
  const Tensor& hidden = call.operands[1];
  return call.operands[0] + (where_hidden ? hidden : ones(hidden.shape()) - hidden);
}

/// Softmax of scores that nothing hides, with the future hidden.
std::optional<Tensor> causal_softmax(const Call& call) {
  const auto right = as_softmax(call);
  if (!right || !is_square(right->x)) return {};
  const Tensor future = triu(ones({right->x.size(-1), right->x.size(-1)}), 1);
  return softmax(masked_fill(right->x, future, -infinity), right->dim);
}

bool is_masked_fill(const Call& call) {
  return calls<MaskedFill>(call);
}
bool hides_anything(const Call& call) {
  return calls<MaskedFill>(call) || is_masking_product(call);
}

constexpr std::string_view fill = "what hides a score";
constexpr std::string_view triangle = "triangle of a mask";

constexpr Mistake about_masks[] = {
    {"no-mask",
     {"마스크를 씌우지 않아 모든 토큰이 뒤의 토큰까지 봅니다. 다음 토큰을 맞혀야 하는 모델이 "
      "답을 미리 보게 됩니다.",
      "There is no mask: every token sees the later ones, too. A model that is to predict the next "
      "token would be shown the answer."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program& program) -> std::vector<Way> {
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
     [](const Program& program) -> std::vector<Way> {
       if (has_other_triangle(program)) return {};
       return with_1e9({[](const Call& call) -> std::optional<Tensor> {
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
                        }});
     },
     {.about = triangle}},
    {"mask-hides-self",
     {"마스크가 대각선까지 가려 토큰이 자기 자신도 보지 못합니다. 첫 토큰에게는 볼 것이 하나도 "
      "남지 않아, -inf로 가렸다면 그 행이 nan이 됩니다.",
      "The mask covers the diagonal, so a token does not even see itself. The first token has "
      "nothing left to look at: with -inf its row becomes nan."},
     "mask = torch.triu(torch.ones(T, T), diagonal=1)",
     [](const Program& program) { return with_1e9(diagonal_moved(program, -1)); },
     {.about = triangle}},
    {"mask-shows-next",
     {"마스크가 한 칸 밀려 바로 다음 토큰이 보입니다. 맞혀야 할 답이 새어 나가는 것과 같습니다.",
      "The mask is one place off and leaves the next token visible, the very one that is to be "
      "predicted."},
     "mask = torch.triu(torch.ones(T, T), diagonal=1)",
     [](const Program& program) { return diagonal_moved(program, 1); },
     {.about = triangle}},
    {"mask-zero-not-inf",
     {"가릴 점수를 -inf가 아니라 0으로 채웠습니다. exp(0)은 1이므로 softmax를 거치면 가린 자리에도 "
      "가중치가 남습니다.",
      "The hidden scores were filled with 0 instead of -inf. exp(0) is 1, so after softmax the "
      "hidden places still carry weight."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_hiding(call)) return {};
         return masked_fill(call.operands[0], call.operands[1], 0);
       }};
     },
     {.about = fill}},
    {"mask-plus-inf",
     {"가릴 점수를 -inf가 아니라 +inf로 채웠습니다. exp(inf)는 끝이 없으므로 가린 칸이 있는 행이 모두 "
      "nan이 됩니다.",
      "The hidden scores were filled with +inf, not with -inf. exp of it has no end, and every row "
      "in which something is hidden becomes nan."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_hiding(call)) return {};
         return masked_fill(call.operands[0], call.operands[1], infinity);
       }};
     },
     {.combines = false, .about = fill}},
    {"mask-times-inf",
     {"마스크에 -inf를 곱해 점수에 더했습니다. 0 × inf는 nan이므로 가리지 않을 칸까지 nan이 됩니다.",
      "The mask was multiplied by -inf and added to the scores. 0 times infinity is nan, so cells "
      "that nothing should hide become nan as well."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!is_hiding(call)) return {};
         return call.operands[0] + call.operands[1] * -infinity;
       }};
     },
     {.combines = false, .about = fill}},
    {"mask-inf-after-softmax",
     {"softmax를 거친 가중치를 -inf로 가렸습니다. -inf는 softmax 앞의 점수에 써야 exp(-inf) = 0이 "
      "됩니다. 가중치에 두면 가중합이 -inf나 nan이 됩니다.",
      "The weights that came out of softmax were hidden with -inf. It belongs on the scores before "
      "softmax, where exp(-inf) is 0; among weights it makes sums -inf or nan."},
     "torch.softmax(attn_scores.masked_fill(mask.bool(), -torch.inf), dim=-1)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto right = as_softmax(call);
         const auto unmasked = right ? without_mask(right->x) : std::nullopt;
         if (!unmasked) return {};
         return masked_fill(softmax(unmasked->scores, right->dim), unmasked->mask, -infinity);
       }};
     },
     {.combines = false, .about = fill}},
    {"mask-added-as-number",
     {"0과 1로 된 마스크를 점수에 그대로 더했습니다. 점수가 1만큼 달라질 뿐 아무것도 가려지지 않습니다. "
      "PyTorch의 attn_mask도 float이면 더하고, bool이어야 가립니다.",
      "A mask of zeros and ones was added to the scores as it is. That changes scores by 1 and hides "
      "nothing. PyTorch's attn_mask, too, is added if it is float; it hides if it is bool."},
     "attn_scores.masked_fill(mask.bool(), -torch.inf)    # attn_mask=mask.bool()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_masked_fill) || makes_averages(program)) return {};
       return {[](const Call& call) { return added_to_scaled(call, true); },
               rare([](const Call& call) { return added_to_scores(call, true); }),
               rare([](const Call& call) { return added_to_scaled(call, false); }),
               rare([](const Call& call) { return added_to_scores(call, false); })};
     },
     {.combines = false, .about = fill}},
    {"padding-mask-on-rows",
     {"채운 자리의 마스크를 열이 아니라 행에 씌웠습니다. [PAD]를 보지 못하게 하려면 [PAD]의 열을 가려야 "
      "합니다. 행을 가리면 [PAD]의 결과만 달라지고, 다른 토큰은 여전히 [PAD]를 봅니다.",
      "The mask of the padding was laid on the rows, not on the columns. For no token to look at "
      "[PAD], its column is hidden. Hiding its row only changes what [PAD] gets, and the others go "
      "on looking at it."},
     "attn_scores.masked_fill(padding[None, :].bool(), -torch.inf)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(hides_padding)) return {};
       return {padding_on_rows(-infinity), padding_on_rows(-1e9F)};
     }},
    {"mask-where-none-belongs",
     {"미래를 가리는 마스크를 씌웠습니다. 여기서는 모든 토큰이 문장 전체를 보며, 인과 마스크는 다음 "
      "토큰을 맞혀야 하는 디코더에서 씁니다.",
      "The future was hidden by a mask. Here every token sees the whole sentence; a causal mask is "
      "for decoders, which are to predict the next token."},
     "attn_scores    # as they are, with no masked_fill",
     [](const Program& program) -> std::vector<Way> {
       if (program.has(hides_anything)) return {};
       return {causal_softmax};
     }},
    {"mask-not-renormalised",
     {"softmax 다음에 마스크를 씌우고 행을 다시 정규화하지 않았습니다. 가려진 만큼 빠져 행의 합이 "
      "1보다 작습니다.",
      "The mask came after softmax and the rows were not normalized again. What was hidden is "
      "missing, so rows sum to less than 1."},
     "masked_simple / masked_simple.sum(dim=-1, keepdim=True)",
     [](const Program&) -> std::vector<Way> {
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
