#include "chapter8_now/shared_keys.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "shared/models.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// The heads of one group (h/g, T, hd) all look at the group's keys (T, hd), which are not copied.
Tensor without_copies(const SharedKeys& gqa, const Tensor& context_vec) {
  const Tensor queries = operand_of(context_vec, "queries");
  const Tensor keys = operand_of(context_vec, "keys");
  const Tensor values = operand_of(context_vec, "values");
  const Size n = gqa.h / gqa.g;
  std::vector<Tensor> groups;
  for (Size group = 0; group < gqa.g; ++group) {
    const Tensor asked = narrow(queries, 0, group * n, n);
    const Tensor scores = matmul(asked, T(select(keys, 0, group)));
    const Tensor weights = scaled_softmax(causal_masked(scores), keys.size(-1));
    groups.push_back(matmul(weights, select(values, 0, group)));
  }
  return side_by_side(cat(groups, 0));
}

/// Whether place i of repeated is place i / n of x, n in a row.
bool are_repeated_in_a_row(const Tensor& repeated, const Tensor& x, Size n) {
  bool same = true;
  for_each_cell(repeated.shape(), [&](const Index& cell) {
    same = same && repeated.at(cell) == x.at(cell.with(0, cell[0] / n));
  });
  return same;
}

/// Which keys each head looks at, and which it would look at by `repeat`.
void show_groups(const SharedKeys& gqa, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  for (Size head = 0; head < gqa.h; ++head) {
    rows.push_back({head, head / (gqa.h / gqa.g), head % gqa.g});
  }
  page.table({{"쿼리 헤드", "query head"},
              {"보는 키", "its keys"},
              {"repeat이라면(틀림)", "by repeat (wrong)"}},
             std::move(rows));
}

/// Numbers kept for so many tokens in each of the three ways.
void draw_cache(const SharedKeys& gqa, Page& page) {
  const Size size = gqa.W_query.weight.size(0);
  const Size per_head = 2 * size / gqa.h;
  const Tensor tokens = (arange(65) * 64.0F).named("tokens");
  const auto kept = [&](Size heads, std::string_view name) {
    return (tokens * static_cast<float>(per_head * heads)).named(name);
  };
  page.text("토큰이 늘 때 한 층의 KV 캐시가 저장하는 수의 개수입니다.",
            "How many numbers the KV cache of one layer keeps as tokens come in:");
  std::vector<Tensor> series = {kept(gqa.h, "multi-head")};
  if (gqa.g < gqa.h && gqa.g > 1) series.push_back(kept(gqa.g, "GQA"));
  series.push_back(kept(1, "MQA"));
  page.plot(tokens, series);
}

void ask_for_the_group(Page& page) {
  page.ask_count(
      {"쿼리 헤드가 8개, 키와 값의 헤드가 4개입니다. 번호는 모두 0부터입니다. 5번 쿼리 헤드는 몇 번 "
       "키를 봅니까?",
       "There are 8 query heads and 4 heads of keys and values, all counted from 0. Which keys does "
       "query head 5 look at?"},
      {"이웃한 쿼리 헤드끼리 키 하나를 함께 씁니다",
       "query heads that are neighbours share one head of keys"},
      2, {},
      {{1,
        {"repeat처럼 키를 차례로 되풀이한 것입니다",
         "that deals the keys out in turn, as repeat does"}},
       {5, {"함께 쓰지 않을 때의 번호입니다", "so it would be if nothing were shared"}},
       {3, {"번호를 1부터 세었습니다", "that counts from 1"}},
       {0, {"모두가 하나를 쓰는 MQA입니다", "that is MQA, where all share one"}}});
}

}  // namespace

// Between a key for each head and one for all: a key for each group of heads.
void groups_of_heads_share(const Settings& s, Page& page) {
  const Size size = size_of_heads(s);
  const Size h = query_heads(s);
  const Size g = groups_of_heads(s);
  Generator generator(s.seed_or(seed_of_models));
  const SharedKeys gqa(s.d_in(), size, h, g, generator);
  const Tensor context_vec = gqa(s.inputs());                             // (h, T, hd)
  const Tensor keys = operand_of(context_vec, "keys");                    // (g, T, hd)
  const Tensor repeated_keys = operand_of(context_vec, "repeated_keys");  // (h, T, hd)
  const Tensor attn_scores = operand_of(context_vec, "attn_scores");      // (h, T, T)
  const Tensor attn_weights = operand_of(context_vec, "attn_weights");    // (h, T, T)
  const Tensor query_weights =
      select(attn_weights, 1, s.query()).named("query_weights").labelled(0, head_names(h));
  const Tensor context_vecs = side_by_side(context_vec).named("context_vecs");  // (T, h · hd)

  page.text(
      "GQA(grouped-query attention: Ainslie et al., 2023)는 멀티 헤드와 MQA 사이에 있습니다. 쿼리 "
      "헤드 {0}개를 이웃끼리 {1}개씩 묶은 그룹(group)마다 키와 값을 하나씩 둡니다. 여기서는 키와 값의 "
      "헤드가 {2}개입니다. Llama 2 70B(2023)와 Mistral 7B(2023)를 비롯해 많은 모델이 씁니다.",
      "GQA (grouped-query attention: Ainslie et al., 2023) lies between multi-head and MQA. The {0} "
      "query head{3} form groups of {1} neighbour{4}, and each group has one head of keys and "
      "values; here there {5} {2}. Llama 2 70B (2023), Mistral 7B (2023) and many others have it.",
      h, h / g, g, h == 1 ? "" : "s", h / g == 1 ? "" : "s", g == 1 ? "is" : "are");
  page.text(
      "계산할 때는 키와 값을 헤드 수만큼 늘려 모양을 맞춥니다. 하나를 이어서 되풀이하는 "
      "repeat_interleave를 써야 합니다. 전체를 되풀이하는 repeat을 쓰면 모양은 같지만 헤드가 다른 "
      "그룹의 키를 봅니다.",
      "To compute with them, keys and values are repeated until there is one for each head. That "
      "takes repeat_interleave, which repeats each one in a row. repeat, which repeats them all "
      "over again, gives the same shape, but heads look at keys of another group.");
  page.code(
      "h, g, hd = {0}, {1}, {2}\n"
      "torch.manual_seed({3})\n"
      "W_query = torch.nn.Linear({4}, h * hd, bias=False)\n"
      "W_key   = torch.nn.Linear({4}, g * hd, bias=False)\n"
      "W_value = torch.nn.Linear({4}, g * hd, bias=False)\n"
      "queries = W_query(inputs).view(-1, h, hd).transpose(0, 1)    # (h, T, hd)\n"
      "keys    = W_key(inputs).view(-1, g, hd).transpose(0, 1)      # (g, T, hd)\n"
      "values  = W_value(inputs).view(-1, g, hd).transpose(0, 1)\n"
      "repeated_keys   = keys.repeat_interleave(h // g, dim=0)      # (h, T, hd)\n"
      "repeated_values = values.repeat_interleave(h // g, dim=0)\n"
      "attn_scores = queries @ repeated_keys.transpose(1, 2)        # (h, T, T)\n"
      "mask = torch.ones(len(inputs), len(inputs)).triu(diagonal=1).bool()\n"
      "masked = attn_scores.masked_fill(mask, -torch.inf)\n"
      "attn_weights = torch.softmax(masked / hd**0.5, dim=-1)\n"
      "query_weights = attn_weights[:, {5}]\n"
      "context_vecs = (attn_weights @ repeated_values).transpose(0, 1).flatten(1)",
      h, g, size / h, generator.state().seed, s.d_in(), s.query());
  show_groups(gqa, page);
  page.tensor(keys);
  page.tensor(repeated_keys);
  page.text("'{}'의 가중치를 헤드마다 한 행씩 적은 것입니다.",
            "The weights of '{}', a row for each head:", s.query_token());
  page.tensor(query_weights);
  page.tensor(context_vecs);
  if (g == 1) {
    page.note(
        "헤드 {}개를 같은 크기의 그룹 여럿으로 나눌 수 없어, 여기서는 9번의 MQA와 같습니다. --heads 4처럼 "
        "나누어떨어지는 수를 주어 보십시오.",
        "{} head{} cannot form several groups of one size with more than one head each, so this is "
        "the MQA of step 9. Try a number such as --heads 4.",
        h, h == 1 ? "" : "s");
  }
  draw_cache(gqa, page);
  ask_for_the_group(page);
  page.check(are_repeated_in_a_row(repeated_keys, keys, h / g),
             "repeated_keys의 i번은 keys의 i ÷ {}번(내림)입니다",
             "number i of repeated_keys is number i ÷ {} of keys, rounded down", h / g);
  if (out_of_range(page, {attn_scores, context_vecs})) return;

  by_hand::check_weights(page, attn_weights, attn_scores, size / h, by_hand::Sees::so_far);
  check_like_copied_weights(
      page, gqa, s.inputs(), context_vecs,
      {"그룹의 가중치를 헤드마다 복사해 넣은 멀티 헤드 어텐션(3.40)과 결과가 같습니다",
       "multi-head attention (step 3.40) whose heads have copies of their group's weights gives the "
       "same"});
  page.check(
      allclose(without_copies(gqa, context_vec), context_vecs, 1e-4F, 1e-5F),
      "키를 늘리지 않고 그룹마다 한 번에 계산해도 결과가 같으므로, 캐시에는 {}개만 있으면 됩니다",
      "group by group, without repeating any keys, the result is the same: the cache needs "
      "no more than {}",
      g);
}

}  // namespace attn::chapter8
