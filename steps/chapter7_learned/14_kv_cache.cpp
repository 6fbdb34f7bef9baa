#include <cmath>

#include "chapter7_learned/cache.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// What the first tokens find in the cache, and what is computed for them.
void show_first_steps(Page& page, const std::vector<CachedStep>& steps, const Labels& tokens) {
  constexpr std::size_t most_rows = 8;
  std::vector<std::vector<block::Cell>> rows;
  for (std::size_t t = 0; t < std::min(steps.size(), most_rows); ++t) {
    rows.push_back({cut(tokens[t], 20), static_cast<Size>(t), to_string(steps[t].key_cache.shape()),
                    to_string(steps[t].attn_scores.shape())});
  }
  if (steps.size() > most_rows) rows.push_back({"…", "…", "…", "…"});
  page.table({{"새 토큰", "new token"},
              {"위치", "position"},
              {"붙인 뒤의 key_cache", "key_cache with it"},
              {"점수 attn_scores", "attn_scores"}},
             std::move(rows));
}

void say_what_moves_on(Page& page, const CausalHead& causal, const Tensor& cached) {
  std::vector<Tensor> rows;
  for (const CachedStep& step : one_by_one(causal, false)) rows.push_back(step.context_vec);
  const Tensor stuck = cat(std::move(rows), 0);
  if (!all_finite(stuck)) return;
  const float apart = largest_size(stuck - cached);
  if (apart < 1e-3F) return;
  page.note(
      "토큰이 하나씩만 들어와도 위치는 이어져야 합니다. 들어온 것이 늘 하나라고 pos_emb[:1]만 더하면 "
      "모든 토큰이 첫 자리에 있는 셈이 되어, 여기서는 결과가 최대 {:.4f}만큼 달라집니다. 오류는 나지 "
      "않으므로 눈치채기 어렵습니다.",
      "Though a single token comes in, positions must go on. To add pos_emb[:1] each time, because "
      "one token is all that comes, puts every token into the first place: here results change by "
      "up to {:.4f}. No error is raised, so it goes unnoticed easily.",
      apart);
}

}  // namespace

// Token by token, keys and values kept: the same numbers as all at once.
void kv_cache(const Settings& s, Page& page) {
  const CausalHead causal(s);
  const auto weights = weights_in_pytorch(s, "head", causal.head, s.seed_or(seed_of_cache), true);
  const Tensor context_vecs = causal.at_once(causal.x).named("context_vecs");  // (T, d_out)
  const std::vector<CachedStep> steps = one_by_one(causal);
  std::vector<Tensor> rows;
  for (const CachedStep& step : steps) rows.push_back(step.context_vec);
  const Tensor cached_vecs = cat(std::move(rows), 0).named(names::cached_vecs);  // (T, d_out)
  const CachedStep& last = steps.back();

  page.text(
      "10번의 반복문은 토큰 하나를 얻을 때마다 앞의 토큰까지 모두 다시 계산합니다. 그런데 인과 "
      "어텐션에서는 뒤에 무엇이 오든 앞 토큰의 키와 값이 달라지지 않습니다. 그래서 한 번 구한 키와 "
      "값을 저장해 두고, 새 토큰의 것만 구해 뒤에 붙입니다. 이것이 KV 캐시(KV cache)입니다. 3장의 "
      "토큰을 하나씩 넣어, 한꺼번에 계산한 context_vecs와 같은지 봅니다.",
      "The loop of step 10 computes all tokens anew for every token it gets. But in causal "
      "attention the keys and values of earlier tokens stay the same whatever comes later. So they "
      "are kept once they are there, and only those of the new token are computed and put behind "
      "them: that is the KV cache. Here the tokens of chapter 3 come in one by one, and the result "
      "is held against context_vecs, computed all at once.");
  page.practice_gives({"pos_emb"});
  page.code(
      "{0}\n"
      "class CausalHead(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out):\n"
      "        super().__init__()\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "\n"
      "    def forward(self, x):                           # (T, d_in)\n"
      "        queries, keys = self.W_query(x), self.W_key(x)\n"
      "        values = self.W_value(x)\n"
      "        future = torch.ones(len(x), len(x)).triu(diagonal=1).bool()\n"
      "        masked = (queries @ keys.T).masked_fill(future, -torch.inf)\n"
      "        weights = torch.softmax(masked / keys.shape[-1]**0.5, dim=-1)\n"
      "        return weights @ values                     # (T, d_out)\n"
      "\n"
      "{1}"
      "pos_emb = torch.randn({2}, {3})\n"
      "head = CausalHead({3}, {4})\n"
      "{5}"
      "context_vecs = head(inputs + pos_emb)\n"
      "\n"
      "key_cache = value_cache = torch.empty(0, {4})\n"
      "rows = []\n"
      "for t in range({2}):\n"
      "    x_t = inputs[t:t + 1] + pos_emb[t:t + 1]        # (1, d_in)\n"
      "    query_t = head.W_query(x_t)                     # (1, d_out)\n"
      "    key_cache = torch.cat([key_cache, head.W_key(x_t)])\n"
      "    value_cache = torch.cat([value_cache, head.W_value(x_t)])\n"
      "    attn_scores = query_t @ key_cache.T             # (1, t + 1)\n"
      "    attn_weights = torch.softmax(attn_scores / {4}**0.5, dim=-1)\n"
      "    rows.append(attn_weights @ value_cache)\n"
      "cached_vecs = torch.cat(rows)                       # (T, d_out)",
      inputs_in_pytorch(s.inputs(), s), weights.seed, s.num_tokens(), s.d_in(), s.d_out(),
      weights.load);
  show_first_steps(page, steps, s.tokens());
  page.text(
      "마지막 토큰까지 넣은 뒤의 캐시와 마지막 쿼리, 그 가중치입니다. 쿼리는 저장하지 않습니다. 앞 "
      "토큰의 쿼리는 그 토큰의 행을 구할 때 한 번 쓰이고 끝나지만, 앞 토큰의 키와 값에는 뒤의 토큰이 "
      "모두 다시 묻기 때문입니다. 마스크도 필요 없습니다. 캐시에는 아직 오지 않은 토큰이 없습니다.",
      "The cache once the last token is in, the last query and its weights. Queries are not kept: "
      "that of an earlier token was used once, for its own row, while every later token asks the "
      "earlier keys and values again. Nor is a mask needed: what is still to come is not in the "
      "cache.");
  page.tensor(last.query_t);
  page.tensor(last.key_cache);
  page.tensor(last.value_cache);
  page.tensor(last.attn_weights);
  page.tensor(cached_vecs);
  page.ask_shape(
      {formatted(
           "토큰 {}개를 다 넣었습니다. 마지막 토큰을 위해 계산하는 점수 query_t @ key_cache.T의 "
           "모양은 무엇입니까?",
           s.num_tokens()),
       formatted("All {} tokens are in. What is the shape of the scores query_t @ key_cache.T, "
                 "computed for the last token?",
                 s.num_tokens())},
      last.attn_scores, {last.query_t});
  page.ask_choice(
      {"토큰을 하나씩 만들어 갈 때 키와 값은 저장해 두고 쿼리는 저장하지 않습니다. 왜 그렇습니까?",
       "While tokens are made one by one, keys and values are kept, and queries are not. Why?"},
      {{{"쿼리는 키보다 커서 저장하기 어렵기 때문입니다", "queries are larger than keys"},
        {"점수가 둘의 내적이므로 쿼리와 키는 크기가 같습니다",
         "a score is the dot product of the two, so they are of one size"}},
       {{"앞 토큰의 쿼리는 다시 쓰이지 않기 때문입니다",
         "the query of an earlier token is not used again"}},
       {{"쿼리는 새 토큰이 올 때마다 달라지기 때문입니다",
         "the query of an earlier token changes with each new one"},
        {"앞 토큰의 쿼리도 그 토큰과 그 앞만으로 정해지므로 달라지지 않습니다",
         "it follows from that token and those before it, so it stays as it was"}},
       {{"쿼리에는 위치가 들어 있지 않기 때문입니다", "queries know nothing of positions"},
        {"쿼리도 키와 같은 x_t에서 나오므로 위치가 들어 있습니다",
         "they come from the same x_t as the keys, position and all"}}},
      1);
  say_what_moves_on(page, causal, cached_vecs);
  if (out_of_range(page, {context_vecs, cached_vecs})) return;

  const Tensor score_sizes = matmul(product_sizes(causal.x, T(causal.head.W_query.weight)),
                                    T(product_sizes(causal.x, T(causal.head.W_key.weight))));
  check_same_context(page, cached_vecs, context_vecs,
                     product_sizes(causal.x, T(causal.head.W_value.weight)), score_sizes,
                     {"하나씩 넣어 캐시로 구한 행은 한꺼번에 구한 context_vecs와 같습니다",
                      "row by row with a cache comes to the same as context_vecs, all at once"});
  page.check(by_hand::is_attention(context_vecs, by_hand::Sees::so_far) &&
                 by_hand::are_softmax_of(last.attn_weights, last.attn_scores,
                                         std::sqrt(static_cast<float>(s.d_out()))) &&
                 by_hand::are_mixtures_of(last.context_vec, last.attn_weights, last.value_cache),
             "한꺼번에 구한 것도, 마지막 쿼리의 가중치와 가중합도 손으로 계산한 값과 같습니다",
             "what was computed at once, and the weights and the weighted sum of the last query, "
             "are as worked out by hand");
  page.check(by_hand::is_linear(last.key_cache, causal.x, causal.head.W_key) &&
                 by_hand::is_linear(last.value_cache, causal.x, causal.head.W_value),
             "캐시의 행은 그 토큰의 키와 값 그대로입니다: 뒤의 토큰이 들어와도 바뀌지 않습니다",
             "the rows of the cache are the keys and values of their tokens: later ones have "
             "changed none");
}

}  // namespace attn::chapter7
