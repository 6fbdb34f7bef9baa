#include "nn/attention.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "nn/dropout.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {

Tensor scaled_softmax(const Tensor& attn_scores, Size d_k) {
  return softmax(attn_scores / std::sqrt(static_cast<float>(d_k)), -1);
}

Tensor causal_mask(Size context_length) {
  return triu(ones({context_length, context_length}), 1).named("mask");
}

Tensor masked_by(const Tensor& mask, const Tensor& attn_scores) {
  const Size num_tokens = attn_scores.size(-1);
  const Tensor cut = narrow(narrow(mask, 0, 0, num_tokens), 1, 0, num_tokens).named("cut_mask");
  return masked_fill(attn_scores, cut, -std::numeric_limits<float>::infinity()).named("masked");
}

Tensor causal_masked(const Tensor& attn_scores) {
  const Tensor mask = causal_mask(attn_scores.size(-1));
  return masked_fill(attn_scores, mask, -std::numeric_limits<float>::infinity()).named("masked");
}

SelfAttention_v1::SelfAttention_v1(Size d_in, Size d_out, Generator& generator)
    : W_query(rand({d_in, d_out}, generator).named(names::W_query)),
      W_key(rand({d_in, d_out}, generator).named(names::W_key)),
      W_value(rand({d_in, d_out}, generator).named(names::W_value)) {}

SelfAttention_v1::SelfAttention_v1(Tensor W_query, Tensor W_key, Tensor W_value)
    : W_query(std::move(W_query)), W_key(std::move(W_key)), W_value(std::move(W_value)) {}

Tensor SelfAttention_v1::operator()(const Tensor& x) const {
  const Tensor queries = matmul(x, W_query).named("queries");
  const Tensor keys = matmul(x, W_key).named(names::keys);
  const Tensor values = matmul(x, W_value).named(names::values);
  const Tensor attn_scores = matmul(queries, T(keys)).named(names::attn_scores);
  const Tensor attn_weights = scaled_softmax(attn_scores, keys.size(-1)).named("attn_weights");
  return matmul(attn_weights, values);
}

SelfAttention_v2::SelfAttention_v2(Size d_in, Size d_out, Generator& generator)
    : W_query(d_in, d_out, false, generator),
      W_key(d_in, d_out, false, generator),
      W_value(d_in, d_out, false, generator) {
  W_query.name(names::of(names::W_query, ""));
  W_key.name(names::of(names::W_key, ""));
  W_value.name(names::of(names::W_value, ""));
}

SelfAttention_v2::SelfAttention_v2(Linear W_query, Linear W_key, Linear W_value)
    : W_query(std::move(W_query)), W_key(std::move(W_key)), W_value(std::move(W_value)) {}

Tensor SelfAttention_v2::attn_scores(const Tensor& x) const {
  const Tensor queries = W_query(x).named("queries");
  const Tensor keys = W_key(x).named(names::keys);
  return matmul(queries, transpose(keys, -2, -1)).named(names::attn_scores);
}

Tensor SelfAttention_v2::operator()(const Tensor& x) const {
  const Tensor scores = attn_scores(x);
  const Tensor values = W_value(x).named(names::values);
  const Tensor attn_weights = scaled_softmax(scores, W_key.weight.size(0)).named("attn_weights");
  return matmul(attn_weights, values);
}

CausalAttention::CausalAttention(Size d_in, Size d_out, double p, Generator& generator)
    : attention(d_in, d_out, generator), p(p) {}

CausalAttention::CausalAttention(SelfAttention_v2 attention, double p)
    : attention(std::move(attention)), p(p) {}

Tensor CausalAttention::operator()(const Tensor& x, Generator& generator) const {
  const Tensor masked = causal_masked(attention.attn_scores(x));
  const Tensor values = attention.W_value(x).named(names::values);
  const Size d_k = attention.W_key.weight.size(0);
  const Tensor attn_weights = scaled_softmax(masked, d_k).named("attn_weights");
  return matmul(dropout(attn_weights, p, generator), values);
}

MultiHeadAttentionWrapper::MultiHeadAttentionWrapper(Size d_in, Size d_out, double p,
                                                     Size num_heads, Generator& generator) {
  for (Size head = 0; head < num_heads; ++head) heads.emplace_back(d_in, d_out, p, generator);
}

MultiHeadAttentionWrapper::MultiHeadAttentionWrapper(std::vector<CausalAttention> heads)
    : heads(std::move(heads)) {}

Tensor MultiHeadAttentionWrapper::operator()(const Tensor& x, Generator& generator) const {
  std::vector<Tensor> results;
  for (const CausalAttention& head : heads) results.push_back(head(x, generator));
  return cat(std::move(results), -1);
}

MultiHeadAttention::MultiHeadAttention(Size d_in, Size d_out, double p, Size num_heads,
                                       Generator& generator, bool qkv_bias)
    : W_query(d_in, d_out, qkv_bias, generator),
      W_key(d_in, d_out, qkv_bias, generator),
      W_value(d_in, d_out, qkv_bias, generator),
      out_proj(d_out, d_out, true, generator),
      num_heads(num_heads),
      p(p) {
  assert(num_heads > 0 && d_out % num_heads == 0);
  W_query.name(names::of(names::W_query, ""));
  W_key.name(names::of(names::W_key, ""));
  W_value.name(names::of(names::W_value, ""));
  out_proj.name(names::of(names::out_proj, ""));
}

Tensor MultiHeadAttention::joined_heads(const Tensor& x, Generator& generator) const {
  const Size b = x.size(0);
  const Size num_tokens = x.size(1);
  const Size d_out = W_query.weight.size(0);
  const Size head_dim = d_out / num_heads;
  // (b, T, d_out) → (b, T, h, hd) → (b, h, T, hd)
  const auto split = [&](const Tensor& projected) {
    return transpose(view(projected, {b, num_tokens, num_heads, head_dim}), 1, 2);
  };
  const Tensor queries = split(W_query(x)).named("queries");
  const Tensor keys = split(W_key(x)).named(names::keys);
  const Tensor values = split(W_value(x)).named(names::values);

  // (b, h, T, hd) @ (b, h, hd, T) → (b, h, T, T)
  const Tensor attn_scores = matmul(queries, transpose(keys, 2, 3)).named(names::attn_scores);
  const Tensor masked = mask ? masked_by(*mask, attn_scores) : causal_masked(attn_scores);
  const Tensor attn_weights = scaled_softmax(masked, head_dim).named("attn_weights");
  const Tensor context_vec =
      matmul(dropout(attn_weights, p, generator), values).named(names::context_vec);

  // (b, h, T, hd) → (b, T, h, hd) → (b, T, d_out)
  return view(contiguous(transpose(context_vec, 1, 2)), {b, num_tokens, d_out})
      .named(names::joined_heads);
}

Tensor MultiHeadAttention::operator()(const Tensor& x, Generator& generator) const {
  return out_proj(joined_heads(x, generator));
}

}  // namespace attn
