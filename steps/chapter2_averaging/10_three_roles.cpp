#include "chapter2_averaging/flow.h"
#include "chapter2_averaging/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter2 {
namespace {

Tensor weights_of(const Tensor& queries, const Tensor& keys) {
  return softmax(causal_masked(matmul(queries, T(keys)).named(names::attn_scores)), -1);
}

/// Token by token: a query meets the keys so far, and the values are mixed.
Tensor one_query_at_a_time(const Tensor& queries, const Tensor& keys, const Tensor& values) {
  std::vector<Tensor> rows;
  for (Size t = 0; t < queries.size(0); ++t) {
    const Tensor scores = matmul(narrow(keys, 0, 0, t + 1), select(queries, 0, t));  // (t + 1)
    rows.push_back(matmul(softmax(scores, 0), narrow(values, 0, 0, t + 1)));
  }
  return stack(rows);
}

}  // namespace

// The sequence was used three times already; now each use gets its name.
void three_roles(const Settings& s, Page& page) {
  const Tensor inputs = sentence(s).inputs;
  const Tensor queries = clone(inputs).named("queries");  // (T, d)
  const Tensor keys = clone(inputs).named(names::keys);
  const Tensor values = clone(inputs).named(names::values);
  const Tensor attn_weights = weights_of(queries, keys).named("attn_weights");     // (T, T)
  const Tensor context_vecs = matmul(attn_weights, values).named("context_vecs");  // (T, d)

  page.text(
      "셀프 어텐션에서는 같은 시퀀스가 세 번 쓰입니다. 묻는 쪽이 쿼리(query), 물음과 맞추어 보는 "
      "쪽이 키(key), 가중치대로 섞이는 내용이 값(value)입니다. 여기서는 한 시퀀스를 세 벌 복사해 "
      "역할마다 이름을 붙입니다. 아직 세 벌이 똑같으므로 점수는 두 토큰의 내적일 뿐이고, i가 j에게 "
      "주는 점수와 j가 i에게 주는 점수가 같습니다. 3장에서는 복사하는 대신 학습 가능한 가중치 "
      "행렬(weight matrix)을 곱해 서로 다른 쿼리, 키, 값을 만들고, 점수를 √d_k로 나누는 일을 "
      "더합니다.",
      "Self-attention uses the same sequence three times. The side that asks is the query, what "
      "the question is matched with is the key, and what is mixed by the weights is the value. "
      "Here the sequence is copied into these three roles. The copies are still equal, so a score "
      "is nothing but the dot product of two tokens, and i scores j as j scores i. Chapter 3 "
      "multiplies by trainable weight matrices instead of copying, which makes queries, keys and "
      "values differ, and it also divides the scores by √d_k.");
  page.code(
      "queries, keys, values = (inputs.clone() for _ in range(3))\n"
      "attn_scores = queries @ keys.T\n"
      "mask = torch.triu(torch.ones_like(attn_scores), diagonal=1)\n"
      "masked = attn_scores.masked_fill(mask.bool(), -torch.inf)\n"
      "attn_weights = torch.softmax(masked, dim=-1)\n"
      "context_vecs = attn_weights @ values");
  page.table(
      {{"역할", "role"}, {"하는 일", "what it does"}, {"지금", "here"}, {"3장", "chapter 3"}},
      {{"queries", Text("묻습니다", "asks"), "inputs", "inputs @ W_query"},
       {"keys", Text("물음과 대조됩니다", "is matched"), "inputs", "inputs @ W_key"},
       {"values", Text("섞입니다", "is mixed"), "inputs", "inputs @ W_value"}});
  page.tensor(queries);
  page.tensor(attn_weights);
  page.tensor(context_vecs);

  const Tensor scores = operand_of(attn_weights, "attn_scores");
  if (out_of_range(page, {scores, context_vecs})) return;
  check_same_context(page, context_vecs, one_query_at_a_time(queries, keys, values), values,
                     product_sizes(queries, T(keys)),
                     {"쿼리 하나씩, 앞의 키와 값만으로 계산해도 결과가 같습니다",
                      "one query at a time, with the keys and values so far, gives the same"});
  by_hand::check_weights(page, attn_weights, scores, 1, by_hand::Sees::so_far);
  page.ask_shape(
      {"queries @ keys.T의 모양은 무엇입니까?", "What is the shape of queries @ keys.T?"}, scores,
      {queries, keys});
}

}  // namespace attn::chapter2
