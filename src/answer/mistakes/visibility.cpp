#include <cmath>
#include <limits>

#include "answer/mistakes.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// What may be looked at, where scores are hidden by 1 less it.
std::optional<Tensor> shown_by(const Tensor& hidden) {
  if (!made_by<Sub>(hidden)) return {};
  return hidden.operands()[1];
}

/// Softmax of scores of which those are hidden that should be seen, with rows of zeros where
/// nothing is left: what PyTorch's own attention makes of such rows since 2.5.
std::optional<Tensor> opposite_with_zeros(const Call& call) {
  const auto right = as_softmax(call);
  const auto unmasked = right ? without_mask(right->x) : std::nullopt;
  const auto shown = unmasked ? shown_by(unmasked->mask) : std::nullopt;
  if (!shown) return {};
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Tensor weights = softmax(masked_fill(unmasked->scores, *shown, -infinity), right->dim);
  std::vector<float> cells = weights.values();
  std::vector<float> empty;
  for (const float weight : cells) empty.push_back(std::isnan(weight) ? 1.0F : 0.0F);
  return masked_fill(weights, Tensor(weights.shape(), std::move(empty)), 0);
}

/// The lower edge of a causal window: triu of tril.
const Triu* cuts_window(const Call& call) {
  const auto* edge = calls<Triu>(call);
  const auto* past = edge ? made_by<Tril>(call.operands[0]) : nullptr;
  return past && past->diagonal == 0 && edge->diagonal < 0 ? edge : nullptr;
}

bool is_window(const Call& call) {
  return cuts_window(call) != nullptr;
}

constexpr std::string_view band = "what a window shows";

constexpr Mistake about_visibility[] = {
    {"mask-means-opposite",
     {"마스크의 참과 거짓이 뒤바뀌어, 보아야 할 칸을 가리고 가릴 칸을 보았습니다. "
      "scaled_dot_product_attention의 attn_mask에서는 True가 보아도 되는 칸이고, masked_fill과 "
      "MultiheadAttention에서는 True가 가릴 칸입니다.",
      "True and false are exchanged in the mask: it hides what is to be seen and shows what is to be "
      "hidden. In attn_mask of scaled_dot_product_attention True is a cell that may be looked at; "
      "in masked_fill and MultiheadAttention it is one to hide."},
     "attn_scores.masked_fill(~may_look, -torch.inf)",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
                 const auto* hides = calls<MaskedFill>(call);
                 const auto shown = hides ? shown_by(call.operands[1]) : std::nullopt;
                 if (!shown) return {};
                 return masked_fill(call.operands[0], *shown, hides->fill);
               },
               rare({opposite_with_zeros, [] {
                       return Text("볼 것이 하나도 없는 행은 nan이 아니라 0이 되었습니다.",
                                   "Rows with nothing to look at came out as 0, not nan.");
                     }})};
     },
     {.about = "what a mask means"}},
    {"window-looks-ahead",
     {"창이 뒤의 토큰까지 봅니다. 양쪽으로 자른 창입니다. 다음 토큰을 맞혀야 하는 모델에서는 창도 자기와 "
      "그 앞만 보아야 합니다.",
      "The window looks ahead: it was cut on both sides of the token. In a model that is to predict "
      "the next token, it must end with the token itself."},
     "may_look = torch.ones(T, T).tril().triu(diagonal=1 - W).bool()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_window)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const auto* edge = cuts_window(call);
         if (!edge) return {};
         const Tensor& all = call.operands[0].operands()[0];
         return triu(tril(all, -edge->diagonal), edge->diagonal);
       }};
     },
     {.about = band}},
    {"window-off-by-one",
     {"창의 크기가 하나 다릅니다. 자기까지 세어 W개를 보는 창에서는 i - W < j이고, 마스크의 아래쪽 "
      "끝은 diagonal=1 - W입니다.",
      "The window is off by one. If W tokens are seen, the token itself among them, then i - W < j, "
      "and the mask ends at diagonal=1 - W."},
     "may_look = torch.ones(T, T).tril().triu(diagonal=1 - W).bool()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_window)) return {};
       const auto moved = [](Size by) {
         return [by](const Call& call) -> std::optional<Tensor> {
           const auto* edge = cuts_window(call);
           if (!edge) return {};
           return triu(call.operands[0], edge->diagonal + by);
         };
       };
       return {{moved(-1), [] { return Text("하나 더 보았습니다.", "It shows one token more."); }},
               {moved(1), [] { return Text("하나 덜 보았습니다.", "It shows one token less."); }}};
     },
     {.about = band}},
    {"window-missing",
     {"창을 자르지 않아 앞의 토큰을 모두 봅니다. 미래를 가리는 것만으로는 창이 되지 않습니다.",
      "There is no window: every earlier token is seen. Hiding the future alone does not make one."},
     "may_look = torch.ones(T, T).tril().triu(diagonal=1 - W).bool()",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(is_window)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!cuts_window(call)) return {};
         return same_as(call.operands[0]);
       }};
     },
     {.about = band}},
};

}  // namespace

std::span<const Mistake> visibility_mistakes() {
  return about_visibility;
}

}  // namespace attn
