#include <cmath>

#include "chapter8_now/shared_keys.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "shared/models.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

void ask_how_much_is_kept(Page& page) {
  page.ask_count(
      {"헤드가 32개이고 헤드마다 128차원인 모델이 있습니다. MQA라면 한 층의 KV 캐시에 토큰마다 수를 "
       "몇 개 저장합니까?",
       "A model has 32 heads of 128 dimensions. With MQA, how many numbers does the KV cache of one "
       "layer keep for each token?"},
      {"모든 헤드가 함께 쓰는 키 하나와 값 하나입니다",
       "there is one key and one value, which all heads share"},
      2 * 128, {},
      {{128, {"키와 값 가운데 하나만 센 것입니다", "that counts only one of key and value"}},
       {2 * 32 * 128,
        {"헤드마다 키와 값이 따로 있는 멀티 헤드의 수입니다",
         "so many are kept where each head has its own key and value"}},
       {32 * 128,
        {"쿼리 하나의 수이며, 쿼리는 저장하지 않습니다",
         "those are the numbers of a query, and queries are not kept"}},
       {2 * 32,
        {"헤드의 수로 센 것이며, 벡터마다 128개의 수가 있습니다",
         "that counts heads; each vector has 128 numbers"}}});
}

}  // namespace

// Every head asks its own question, but all look at the same keys and take from the same values.
void one_key_for_all_heads(const Settings& s, Page& page) {
  const Size T = s.num_tokens();
  const Size h = query_heads(s);
  const Size size = size_of_heads(s);
  Generator generator(s.seed_or(seed_of_models));
  const SharedKeys mqa(s.d_in(), size, h, 1, generator);
  const Tensor queries =
      transpose(view(mqa.W_query(s.inputs()), {T, h, size / h}), 0, 1).named("queries");
  const Tensor keys = mqa.W_key(s.inputs()).named(names::keys);                         // (T, hd)
  const Tensor values = mqa.W_value(s.inputs()).named(names::values);                   // (T, hd)
  const Tensor attn_scores = matmul(queries, attn::T(keys)).named(names::attn_scores);  // (h, T, T)
  const Tensor attn_weights =
      scaled_softmax(causal_masked(attn_scores), size / h).named("attn_weights");
  const Tensor query_weights = select(attn_weights, 1, s.query())
                                   .named("query_weights")
                                   .labelled(0, head_names(h));  // (h, T)
  const Tensor context_vecs = side_by_side(matmul(attn_weights, values).named(names::context_vec))
                                  .named("context_vecs");  // (T, h · hd)

  page.text(
      "글을 생성하는 모델은 토큰을 하나 쓸 때마다 앞의 모든 키(key)와 값(value)을 다시 봅니다. 매번 "
      "새로 계산하지 않으려고 저장해 두는데, 이것이 KV 캐시입니다. 쿼리는 지금 토큰의 것만 쓰이므로 "
      "저장하지 않습니다. 3.40의 멀티 헤드 어텐션은 헤드(head)마다 키와 값이 따로 있어 캐시가 헤드 "
      "수만큼 커집니다. MQA(multi-query attention: Shazeer, 2019)에서는 쿼리만 헤드마다 다르고, 키와 "
      "값은 하나씩을 모든 헤드가 함께 씁니다.",
      "A model that writes text looks at all earlier keys and values for every new token. They are "
      "kept, so as not to be computed each time: the KV cache. Only the query of the present token "
      "is needed, so queries are not kept. In the multi-head attention of step 3.40 each head has "
      "keys and values of its own, and the cache grows with the heads. In MQA (multi-query "
      "attention: Shazeer, 2019) only queries differ from head to head; there is one key and one "
      "value, which all heads share.");
  page.code(
      "h, hd = {0}, {1}\n"
      "torch.manual_seed({2})\n"
      "W_query = torch.nn.Linear({3}, h * hd, bias=False)\n"
      "W_key   = torch.nn.Linear({3}, hd, bias=False)     # of all heads\n"
      "W_value = torch.nn.Linear({3}, hd, bias=False)\n"
      "queries = W_query(inputs).view(-1, h, hd).transpose(0, 1)    # (h, T, hd)\n"
      "keys, values = W_key(inputs), W_value(inputs)                # (T, hd)\n"
      "attn_scores = queries @ keys.T                               # (h, T, T)\n"
      "mask = torch.ones(len(inputs), len(inputs)).triu(diagonal=1).bool()\n"
      "masked = attn_scores.masked_fill(mask, -torch.inf)\n"
      "attn_weights = torch.softmax(masked / hd**0.5, dim=-1)\n"
      "query_weights = attn_weights[:, {4}]\n"
      "context_vecs = (attn_weights @ values).transpose(0, 1).flatten(1)",
      h, size / h, generator.state().seed, s.d_in(), s.query());
  page.tensor(keys);
  page.text(
      "'{}'의 쿼리는 헤드마다 다르므로, 같은 키를 보아도 가중치는 헤드마다 다릅니다.",
      "The queries of '{}' differ from head to head, and so do its weights over the same keys.",
      s.query_token());
  page.tensor(query_weights);
  page.tensor(context_vecs);
  page.table(
      {"", {"멀티 헤드", "multi-head"}, "MQA"},
      {{Text("쿼리 헤드", "query heads"), h, h},
       {Text("키와 값의 헤드", "heads of keys, values"), h, Size{1}},
       {Text("W_key와 W_value의 파라미터", "parameters of W_key, W_value"),
        2 * mqa.W_query.weight.numel(), mqa.W_key.weight.numel() + mqa.W_value.weight.numel()},
       {Text("토큰마다 저장하는 수", "numbers kept a token"), 2 * queries.numel() / T,
        (keys.numel() + values.numel()) / T}});
  page.text(
      "줄어든 만큼 헤드가 볼 수 있는 것도 줄어, 품질은 조금 떨어지는 편입니다(Ainslie et al., 2023). 그래서 대개는 다음 "
      "단계의 GQA를 씁니다.",
      "With less to look at, quality tends to fall a little (Ainslie et al., 2023). So most models take the way of the "
      "next step, GQA.");
  ask_how_much_is_kept(page);
  if (out_of_range(page, {attn_scores, context_vecs})) return;

  const Tensor keys_of_each = expand(view(keys, {1, T, size / h}), {h, T, size / h});
  page.check(
      by_hand::are_dot_products_of(attn_scores, queries, keys_of_each) &&
          by_hand::are_softmax_of(attn_weights, attn_scores,
                                  std::sqrt(static_cast<float>(size / h)), by_hand::Sees::so_far),
      "어느 헤드에서나 가중치는 그 헤드의 쿼리와 같은 키 하나하나의 내적에서 손으로 계산한 "
      "값과 같습니다",
      "in every head the weights are what by hand comes from the dot products of its own "
      "queries with the same keys");
  check_like_copied_weights(
      page, mqa, s.inputs(), context_vecs,
      {"키와 값의 가중치를 헤드 수만큼 복사해 넣은 멀티 헤드 어텐션(3.40)과 결과가 같습니다",
       "multi-head attention (step 3.40) whose heads all have copies of these weights for keys and "
       "values gives the same"});
}

}  // namespace attn::chapter8
