#pragma once

#include <optional>
#include <vector>

#include "nn/linear.h"

/// The attention modules of the lessons, each built on the one before. They name the tensors on
/// their way (`queries`, `keys`, `values`, `attn_scores`, `attn_weights`), so that a lesson can
/// take them from a result's memory with find_operand.
///
/// Letters in shapes: b sentences in a batch, T tokens, h heads, hd = d_out / h, …: any axes.

namespace attn {

/// softmax(scores / √d_k) over the keys: (…, T, T) → (…, T, T).
/// d_k is the size of a key (Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1).
Tensor scaled_softmax(const Tensor& attn_scores, Size d_k);

/// 1 over every pair of a token with a later one, for as many tokens as a model takes at most:
/// (context_length, context_length), named `mask`.
Tensor causal_mask(Size context_length);
/// -inf where the mask, cut to the tokens there are, is 1: (…, T, T) → (…, T, T). The cut mask (T,
/// T) is named `cut_mask`. REQUIRES: the mask is for T tokens or more.
Tensor masked_by(const Tensor& mask, const Tensor& attn_scores);

/// -inf over every score of a token with a later one: (…, T, T) → (…, T, T).
Tensor causal_masked(const Tensor& attn_scores);

/// One head without a batch, with plain matrices (d_in, d_out) for weights.
struct SelfAttention_v1 {
  Tensor W_query, W_key, W_value;

  /// Uniform on [0, 1), in this order: query, key, value.
  SelfAttention_v1(Size d_in, Size d_out, Generator& generator);
  SelfAttention_v1(Tensor W_query, Tensor W_key, Tensor W_value);

  /// (T, d_in) → (T, d_out).
  Tensor operator()(const Tensor& x) const;
};

/// The same with Linear layers, whose weights are (d_out, d_in) and start small around 0.
struct SelfAttention_v2 {
  Linear W_query, W_key, W_value;

  SelfAttention_v2(Size d_in, Size d_out, Generator& generator);
  SelfAttention_v2(Linear W_query, Linear W_key, Linear W_value);

  /// (…, T, d_in) → (…, T, T), before any masking or scaling.
  Tensor attn_scores(const Tensor& x) const;
  /// (…, T, d_in) → (…, T, d_out).
  Tensor operator()(const Tensor& x) const;
};

/// Self-attention in which no token sees a later one; takes batches, drops weights while training.
struct CausalAttention {
  SelfAttention_v2 attention;
  double p;  ///< dropout rate

  CausalAttention(Size d_in, Size d_out, double p, Generator& generator);
  CausalAttention(SelfAttention_v2 attention, double p);

  /// (b, T, d_in) → (b, T, d_out); one dropout mask (b, T, T) is drawn if p > 0.
  Tensor operator()(const Tensor& x, Generator& generator) const;
};

/// Heads one after another, each with all of d_out, and their results side by side.
struct MultiHeadAttentionWrapper {
  std::vector<CausalAttention> heads;

  MultiHeadAttentionWrapper(Size d_in, Size d_out, double p, Size num_heads, Generator& generator);
  explicit MultiHeadAttentionWrapper(std::vector<CausalAttention> heads);

  /// (b, T, d_in) → (b, T, h · d_out).
  Tensor operator()(const Tensor& x, Generator& generator) const;
};

/// All heads at once: one projection each for queries, keys and values, split into h heads of
/// d_out / h. REQUIRES: num_heads divides d_out.
struct MultiHeadAttention {
  Linear W_query, W_key, W_value, out_proj;
  Size num_heads;
  double p;
  std::optional<Tensor> mask{};  ///< a causal_mask(); if there is none, one is made for each input

  /// Drawn in this order: query, key, value, each followed by its bias if `qkv_bias`, then out_proj
  /// with its bias.
  MultiHeadAttention(Size d_in, Size d_out, double p, Size num_heads, Generator& generator,
                     bool qkv_bias = false);

  /// (b, T, d_in) → (b, T, d_out): the heads side by side, before out_proj; named `joined_heads`.
  /// One dropout mask (b, h, T, T) is drawn if p > 0.
  Tensor joined_heads(const Tensor& x, Generator& generator) const;
  /// (b, T, d_in) → (b, T, d_out).
  Tensor operator()(const Tensor& x, Generator& generator) const;
};

}  // namespace attn
