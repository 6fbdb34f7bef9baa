#include <vector>

#include "answer/mistakes.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn {
namespace {

constexpr std::string_view maps = "attn_weights";

/// Whether x has the maps of a layer's heads, (h, T, T), and not those of a batch.
bool are_heads(const Tensor& x) {
  if (x.name() != maps || x.dim() != 3) return false;
  const auto queries = find_operand(x, "queries");
  return queries && made_by<Transpose>(*queries);
}

/// One head taken out of the maps of a layer, (h, T, T): maps[layer][head].
const Select* takes_head(const Call& call) {
  const auto* taken = calls<Select>(call);
  if (!taken || !are_heads(call.operands[0])) return nullptr;
  return axis_of(taken->dim, 3) == 0 ? taken : nullptr;
}

/// The tokens that come next: ids[1:], all but the first along the last axis.
bool takes_next(const Call& call) {
  const auto* taken = calls<Narrow>(call);
  if (!taken) return false;
  const Tensor& ids = call.operands[0];
  const bool are_ids = ids.name() == "ids" || ids.name() == "batch";
  return are_ids && axis_of(taken->dim, ids.dim()) == ids.dim() - 1 && taken->start == 1 &&
         taken->length == ids.size(-1) - 1;
}

constexpr std::string_view chosen_map = "which map is looked at";

constexpr Mistake about_learned_heads[] = {
    {"other-head-of-layer",
     {"같은 층의 다른 헤드의 지도입니다. 헤드는 0부터 셉니다.",
      "This is the map of another head of that layer. Heads are counted from 0."},
     "maps[layer][head]",
     [](const Program& program) {
       std::vector<Way> ways;
       for (const Tensor& map : program.named(maps)) {
         if (!are_heads(map)) continue;
         // As many ways as the widest layer has heads.
         for (Size head = static_cast<Size>(ways.size()); head < map.size(0); ++head) {
           ways.emplace_back(
               [head](const Call& call) -> std::optional<Tensor> {
                 const Select* taken = takes_head(call);
                 if (!taken || taken->place == head || head >= call.operands[0].size(0)) return {};
                 return select(call.operands[0], 0, head);
               },
               [head] {
                 return Text(formatted("헤드 {}의 것입니다.", head),
                             formatted("It is head {}'s.", head));
               });
         }
       }
       return ways;
     },
     {.about = chosen_map}},
    {"head-of-other-layer",
     {"다른 층의 헤드의 지도입니다. maps에는 층마다 하나씩 들어 있고, 층도 0부터 셉니다.",
      "This is the map of a head in another layer. maps has one entry for each layer, and layers, "
      "too, are counted from 0."},
     "maps[layer][head]",
     [](const Program& program) {
       std::vector<Way> ways;
       for (const Tensor& map : program.named(maps)) {
         if (!are_heads(map)) continue;
         ways.emplace_back([map](const Call& call) -> std::optional<Tensor> {
           const Select* taken = takes_head(call);
           if (!taken || call.operands[0] == map || call.operands[0].shape() != map.shape()) {
             return {};
           }
           return select(map, 0, taken->place);
         });
       }
       return ways;
     },
     {.combines = false, .about = chosen_map}},
    {"next-not-shifted",
     {"자리마다 다음 토큰이 아니라 그 자리의 토큰을 맞혔는지 보았습니다. i번 자리의 logits는 i + 1번 "
      "토큰을 묻는 것입니다.",
      "Each place was asked for its own token, and not for the next. The logits of place i are about "
      "token i + 1."},
     "cross_entropy(logits[:-1], ids[1:])",
     [](const Program&) -> std::vector<Way> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!takes_next(call)) return {};
         return narrow(call.operands[0], -1, 0, calls<Narrow>(call)->length);
       }};
     }},
};

}  // namespace

std::span<const Mistake> learned_head_mistakes() {
  return about_learned_heads;
}

}  // namespace attn
