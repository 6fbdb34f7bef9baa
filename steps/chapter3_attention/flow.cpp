#include "chapter3_attention/flow.h"

#include "tensor/operations.h"

namespace attn::chapter3 {
namespace simple {

Tensor query(const Settings& settings) {
  return select(settings.inputs, 0, settings.query).named("query");
}

Tensor attn_scores_2(const Settings& settings) {
  return matmul(settings.inputs, query(settings)).named("attn_scores_2");
}

Tensor attn_weights_2(const Settings& settings) {
  return softmax(attn_scores_2(settings), 0).named("attn_weights_2");
}

Tensor context_vec_2(const Settings& settings) {
  return matmul(attn_weights_2(settings), settings.inputs).named("context_vec_2");
}

Tensor attn_scores(const Settings& settings) {
  return matmul(settings.inputs, T(settings.inputs)).named("attn_scores");
}

Tensor attn_weights(const Settings& settings) {
  return softmax(attn_scores(settings), -1).named("attn_weights");
}

Tensor all_context_vecs(const Settings& settings) {
  return matmul(attn_weights(settings), settings.inputs).named("all_context_vecs");
}

}  // namespace simple

namespace weighted {

Tensor x_2(const Settings& settings) {
  return select(settings.inputs, 0, settings.query).named("x_2");
}

SelfAttention_v1 matrices(const Settings& settings) {
  Generator generator(settings.seed_or(seed_of_weights));
  return SelfAttention_v1(settings.d_in(), settings.d_out, generator);
}

Tensor query_2(const Settings& settings) {
  return matmul(x_2(settings), matrices(settings).W_query).named("query_2");
}

Tensor keys(const Settings& settings) {
  return matmul(settings.inputs, matrices(settings).W_key).named("keys");
}

Tensor values(const Settings& settings) {
  return matmul(settings.inputs, matrices(settings).W_value).named("values");
}

Tensor attn_scores_2(const Settings& settings) {
  return matmul(query_2(settings), T(keys(settings))).named("attn_scores_2");
}

Tensor attn_weights_2(const Settings& settings) {
  return scaled_softmax(attn_scores_2(settings), settings.d_out).named("attn_weights_2");
}

Tensor context_vec_2(const Settings& settings) {
  return matmul(attn_weights_2(settings), values(settings)).named("context_vec_2");
}

}  // namespace weighted

namespace causal {

SelfAttention_v2 sa_v2(const Settings& settings) {
  Generator generator(settings.seed_or(seed_of_v2));
  return SelfAttention_v2(settings.d_in(), settings.d_out, generator);
}

Tensor attn_scores(const Settings& settings) {
  return sa_v2(settings).attn_scores(settings.inputs);
}

Tensor attn_weights_unmasked(const Settings& settings) {
  return scaled_softmax(attn_scores(settings), settings.d_out).named("attn_weights");
}

Tensor mask_simple(const Settings& settings) {
  const Size num_tokens = settings.num_tokens();
  return tril(ones({num_tokens, num_tokens})).named("mask_simple");
}

Tensor masked_simple(const Settings& settings) {
  return (attn_weights_unmasked(settings) * mask_simple(settings)).named("masked_simple");
}

Tensor masked_simple_norm(const Settings& settings) {
  const Tensor masked = masked_simple(settings);
  return (masked / sum(masked, -1, true)).named("masked_simple_norm");
}

Tensor masked(const Settings& settings) { return causal_masked(attn_scores(settings)); }

Tensor attn_weights(const Settings& settings) {
  return scaled_softmax(masked(settings), settings.d_out).named("attn_weights");
}

}  // namespace causal

Tensor batch(const Settings& settings) {
  return stack({settings.inputs, settings.inputs}).named("batch");
}

bool rows_sum_to_one(const Tensor& weights) {
  const Tensor sums = sum(weights, -1);
  return allclose(sums, ones(sums.shape()), 1e-5F, 1e-5F);
}

}  // namespace attn::chapter3
