#include <limits>
#include <utility>

#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

constexpr float minus_infinity = -std::numeric_limits<float>::infinity();

// ---- Choosing a token --------------------------------------------------------------------------

/// Logits of one place, ÷ the temperature.
bool divides_by_temperature(const Call& call) {
  return calls<Div>(call) && divides_logits(call.operands[0]) && call.operands[1].dim() == 0;
}

/// The logits (T, V) of all places where the last is taken; null if something else is.
const Tensor* all_places(const Call& call) {
  const auto* taken = calls<Select>(call);
  if (!taken || taken->dim != 0) return nullptr;
  const Tensor& logits = call.operands[0];
  const bool is_last = logits.dim() == 2 && logits.name() == names::logits && logits.size(0) > 1 &&
                       taken->place == logits.size(0) - 1;
  return is_last ? &logits : nullptr;
}
bool takes_last_place(const Call& call) {
  return all_places(call) != nullptr;
}

/// The logits of a place that is counted from the front or, negative, from behind.
Way of_place(Size place) {
  return {[place](const Call& call) -> std::optional<Tensor> {
            const Tensor* logits = all_places(call);
            if (!logits || logits->size(0) < std::abs(place)) return {};
            return select(*logits, 0, place < 0 ? logits->size(0) + place : place);
          },
          [place] {
            return Text(formatted("logits[{}][을/를] 썼습니다.", place),
                        formatted("It was logits[{}].", place));
          }};
}

/// softmax of what is left of logits in order: of masked_fill(sorted_logits ÷ T).
bool takes_softmax_of_what_is_left(const Call& call) {
  return calls<Softmax>(call) && made_by<MaskedFill>(call.operands[0]) &&
         call.operands[0].dim() == 1 && is_in_order(call.operands[0].operands()[0]);
}

/// The mask of top-p, and one that leaves one token fewer.
std::optional<Tensor> one_fewer(const Call& call) {
  if (!calls<MaskedFill>(call) || call.operands[1].name() != names::too_far) return {};
  std::vector<float> hidden = call.operands[1].values();
  Size kept = 0;
  for (const float one : hidden) kept += one == 0 ? 1 : 0;
  if (kept < 1) return {};
  hidden[static_cast<std::size_t>(kept - 1)] = 1;
  return masked_fill(call.operands[0], Tensor(call.operands[1].shape(), std::move(hidden)),
                     minus_infinity);
}
bool keeps_by_top_p(const Call& call) {
  return calls<MaskedFill>(call) && call.operands[1].name() == names::too_far;
}

// ---- The cache ---------------------------------------------------------------------------------

bool is_cache(std::string_view name) {
  return name == names::key_cache || name == names::value_cache;
}
bool appends(const Call& call) {
  return calls<Cat>(call) && is_cache(call.name);
}

/// The position of a token that came by itself, not the first.
const Tensor* positions_of_later_token(const Call& call) {
  const auto* taken = calls<Narrow>(call);
  const bool is_later = taken && taken->dim == 0 && taken->length == 1 && taken->start > 0 &&
                        call.operands[0].name() == names::pos_emb;
  return is_later ? &call.operands[0] : nullptr;
}
bool places_later_token(const Call& call) {
  return positions_of_later_token(call) != nullptr;
}

/// Softmax of a single query's scores of the cache, of two keys or more.
bool weighs_cache(const Call& call) {
  if (!calls<Softmax>(call) || !made_by<Div>(call.operands[0])) return false;
  const Tensor& scores = call.operands[0].operands()[0];
  return made_by<Matmul>(scores) && scores.operands()[0].name() == names::query_t &&
         scores.dim() == 2 && scores.size(1) > 1;
}

/// What step by step came to: weights @ values, a row of each step.
bool joins_steps(const Call& call) {
  return calls<Cat>(call) && call.name == names::cached_vecs && call.operands.size() > 1;
}

/// All queries so far, kept as keys are, ask all keys at the last step.
std::optional<Tensor> all_queries_ask(const Call& call) {
  if (!joins_steps(call)) return {};
  std::vector<Tensor> queries;
  for (const Tensor& row : call.operands) {
    if (!made_by<Matmul>(row)) return {};
    const Tensor& weights = row.operands()[0];
    if (!made_by<Softmax>(weights) || !made_by<Div>(weights.operands()[0])) return {};
    queries.push_back(weights.operands()[0].operands()[0].operands()[0]);
  }
  const Tensor& last = call.operands.back();
  const Tensor& scaled = last.operands()[0].operands()[0];
  const Tensor keys_turned = scaled.operands()[0].operands()[1];
  const Tensor scores = matmul(cat(std::move(queries), 0), keys_turned);
  return matmul(softmax(scores / scaled.operands()[1], -1), last.operands()[1]);
}

constexpr Mistake about_generating[] = {
    {"temperature-multiplied",
     {"logits에 온도를 곱했습니다. 나누어야 T가 클수록 고르게, 작을수록 뾰족하게 됩니다.",
      "The logits were multiplied by the temperature. They are divided by it: the larger T, the "
      "flatter the distribution."},
     "torch.softmax(logits / T, dim=-1)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(divides_by_temperature)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!divides_by_temperature(call)) return {};
         return call.operands[0] * call.operands[1];
       }};
     }},
    {"temperature-of-probabilities",
     {"softmax를 거친 확률을 온도로 나누었습니다. 온도는 softmax 전의 logits를 나누는 것이며, 확률을 나누면 "
      "모두 같은 배로 작아질 뿐 합이 1이 아닙니다.",
      "The probabilities that came out of softmax were divided by the temperature. It divides the "
      "logits before softmax; of probabilities it only makes all smaller alike, and they no longer "
      "sum to 1."},
     "torch.softmax(logits / T, dim=-1)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(divides_by_temperature)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!calls<Softmax>(call) || !made_by<Div>(call.operands[0])) return {};
         if (!divides_by_temperature(call_of(call.operands[0]))) return {};
         const Operands given = call.operands[0].operands();
         return softmax(given[0], -1) / given[1];
       }};
     }},
    {"last-position-not-taken",
     {"마지막 자리가 아닌 자리의 logits를 썼습니다. 다음 토큰에 대한 것은 마지막 행뿐이고, 앞의 행은 이미 "
      "있는 토큰을 맞힌 것입니다.",
      "The logits of another place than the last were taken. Only the last row is about the next "
      "token; the others are guesses at tokens that are there already."},
     "logits[-1]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(takes_last_place)) return {};
       return {of_place(0), of_place(-2)};
     }},
    {"top-p-one-too-few",
     {"합이 p에 이르게 하는 토큰을 버렸습니다. top-p는 합이 처음으로 p에 이르는 그 토큰까지 남깁니다. 자기를 "
      "뺀, 앞 토큰들의 합이 p보다 작으면 남습니다.",
      "The token that takes the sum to p was left out. Top-p keeps it: a token stays if the sum of "
      "those before it, without its own, is less than p."},
     "too_far = probabilities.cumsum(dim=-1) - probabilities >= p",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(keeps_by_top_p)) return {};
       return {one_fewer};
     }},
    {"cut-off-not-renormalised",
     {"잘라 낸 확률만 0으로 하고, 남은 확률을 다시 정규화하지 않았습니다. 합이 1보다 작습니다.",
      "The probabilities that were cut off became 0, and those left were not normalized again. They "
      "sum to less than 1."},
     "torch.softmax(scaled.masked_fill(cut, -torch.inf), dim=-1)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(takes_softmax_of_what_is_left)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!takes_softmax_of_what_is_left(call)) return {};
         const Operands given = call.operands[0].operands();
         return masked_fill(softmax(given[0], -1), given[1], 0);
       }};
     }},
    {"cache-on-wrong-axis",
     {"새 토큰의 키나 값을 아래가 아니라 옆에 붙였습니다. 캐시는 토큰마다 한 행이므로 토큰의 축(dim=0, 헤드가 "
      "있으면 dim=-2)으로 이어야 합니다.",
      "The new token's key or value was put beside the cache, not below it. The cache has a row for "
      "each token, so it grows along the axis of tokens: dim=0, or dim=-2 where there are heads."},
     "key_cache = torch.cat([key_cache, W_key(x_t)], dim=0)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(appends)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!appends(call)) return {};
         return cat({call.operands.begin(), call.operands.end()}, 1);
       }};
     },
     {.combines = false, .alone = false}},
    {"positions-not-moved-on",
     {"토큰이 하나씩 들어올 때마다 첫 위치의 벡터를 더했습니다. 캐시에 이미 t개가 있으면 새 토큰의 위치는 "
      "t입니다.",
      "Each token that came in got the vector of the first position. With t tokens in the cache, the "
      "position of the new one is t."},
     "x_t = inputs[t:t + 1] + pos_emb[t:t + 1]",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(places_later_token)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         const Tensor* positions = positions_of_later_token(call);
         if (!positions) return {};
         return narrow(*positions, 0, 0, 1);
       }};
     }},
    {"cache-mask-of-first-row",
     {"캐시가 있는데도 마스크를 첫 행부터 잘라 썼습니다. 그러면 새 토큰이 첫 토큰만 봅니다. 새 토큰의 행은 "
      "마지막 행이어서 아무것도 가리지 않습니다. scaled_dot_product_attention(…, is_causal=True)에 쿼리 하나만 "
      "넣어도 이렇게 됩니다.",
      "The mask was cut from its first row though there is a cache, so that the new token sees the "
      "first token only. Its row is the last one, which hides nothing. This also comes of "
      "scaled_dot_product_attention(…, is_causal=True) with a single query."},
     "attn_scores = query_t @ key_cache.T    # no mask: the cache holds no later token",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(weighs_cache)) return {};
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!weighs_cache(call)) return {};
         const Tensor& scaled = call.operands[0];
         const Tensor first_row = triu(ones(scaled.shape()), 1);
         return softmax(masked_fill(scaled, first_row, minus_infinity), -1);
       }};
     }},
    {"query-cached",
     {"쿼리도 캐시에 쌓아 모두 다시 물었습니다. 앞 토큰의 쿼리가 이번에는 뒤 토큰의 키까지 보므로 앞 행이 "
      "달라집니다. 새 토큰의 쿼리 하나만 쓰면 됩니다.",
      "The queries were kept as well, and all of them asked again. Those of earlier tokens now see the "
      "keys of later ones, and their rows change. The new token's query is all that is needed."},
     "attn_scores = query_t @ key_cache.T    # (1, t + 1)",
     [](const Program& program) -> std::vector<Way> {
       if (!program.has(joins_steps)) return {};
       return {all_queries_ask};
     },
     {.combines = false}},
};

}  // namespace

std::span<const Mistake> generating_mistakes() {
  return about_generating;
}

}  // namespace attn
