#include "chapter3_attention/flow.h"

#include "shared/own.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

SimpleAttention simple_attention(const Settings& s) {
  const Tensor& inputs = s.inputs();
  const Tensor query = select(inputs, 0, s.query()).named(names::query);
  const Tensor attn_scores_2 = matmul(inputs, query).named("attn_scores_2");
  const Tensor attn_weights_2 = softmax(attn_scores_2, 0).named("attn_weights_2");
  const Tensor context_vec_2 = matmul(attn_weights_2, inputs).named("context_vec_2");
  const Tensor attn_scores = matmul(inputs, T(inputs)).named(names::attn_scores);
  const Tensor attn_weights = softmax(attn_scores, -1).named("attn_weights");
  const Tensor all_context_vecs = matmul(attn_weights, inputs).named("all_context_vecs");
  return {query,       attn_scores_2, attn_weights_2,  context_vec_2,
          attn_scores, attn_weights,  all_context_vecs};
}

WeightedAttention weighted_attention(const Settings& s) {
  Generator generator(s.seed_or(seed_of_weights));
  const SelfAttention_v1 W = own(s, "sa_v1", SelfAttention_v1(s.d_in(), s.d_out(), generator));
  const Tensor x_2 = select(s.inputs(), 0, s.query()).named(names::x_2);
  const Tensor query_2 = matmul(x_2, W.W_query).named("query_2");
  const Tensor keys = matmul(s.inputs(), W.W_key).named(names::keys);
  const Tensor values = matmul(s.inputs(), W.W_value).named(names::values);
  const Tensor attn_scores_2 = matmul(query_2, T(keys)).named("attn_scores_2");
  const Tensor attn_weights_2 = scaled_softmax(attn_scores_2, s.d_out()).named("attn_weights_2");
  const Tensor context_vec_2 = matmul(attn_weights_2, values).named("context_vec_2");
  return {x_2,  W.W_query, W.W_key,       W.W_value,      query_2,
          keys, values,    attn_scores_2, attn_weights_2, context_vec_2};
}

MaskedAttention masked_attention(const Settings& s) {
  Generator generator(s.seed_or(seed_of_v2));
  const SelfAttention_v2 sa_v2 = own(s, "sa_v2", SelfAttention_v2(s.d_in(), s.d_out(), generator));
  const Tensor attn_scores = sa_v2.attn_scores(s.inputs());
  const Tensor unmasked_weights = scaled_softmax(attn_scores, s.d_out()).named("attn_weights");

  const Tensor mask_simple = tril(ones(attn_scores.shape())).named("mask_simple");
  const Tensor masked_simple = (unmasked_weights * mask_simple).named("masked_simple");
  const Tensor masked_simple_norm =
      (masked_simple / sum(masked_simple, -1, true)).named("masked_simple_norm");

  const Tensor masked = causal_masked(attn_scores);
  const Tensor attn_weights = scaled_softmax(masked, s.d_out()).named("attn_weights");
  return {sa_v2,  attn_scores, unmasked_weights, masked_simple, masked_simple_norm,
          masked, attn_weights};
}

Tensor batch_of_two(const Settings& s) {
  return stack({s.inputs(), s.inputs()}).named("batch");
}

}  // namespace attn::chapter3
