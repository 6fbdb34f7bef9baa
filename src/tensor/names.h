#pragma once

#include <array>
#include <string>
#include <string_view>

/// The names of tensors, as PyTorch code has them, by which mistakes are found: the layers and the
/// lessons give them, and src/answer/mistakes/ looks for them.

namespace attn::names {

inline constexpr std::string_view inputs = "inputs";
inline constexpr std::string_view x = "x";  // what goes into an encoder

// Rows that are the query's.
inline constexpr std::string_view query = "query";
inline constexpr std::string_view x_2 = "x_2";
inline constexpr std::string_view keys_2 = "keys_2";
inline constexpr std::string_view row_of_query = "row_of_query";

// Weight matrices, or layers with a weight and perhaps a bias.
inline constexpr std::string_view W_query = "W_query";
inline constexpr std::string_view W_key = "W_key";
inline constexpr std::string_view W_value = "W_value";
inline constexpr std::string_view out_proj = "out_proj";
inline constexpr std::string_view weight = "weight";
inline constexpr std::string_view bias = "bias";

// Attention.
inline constexpr std::string_view keys = "keys";
inline constexpr std::string_view values = "values";
inline constexpr std::string_view attn_scores = "attn_scores";
inline constexpr std::string_view context_vec = "context_vec";
inline constexpr std::string_view joined_heads = "joined_heads";

// Of an online softmax.
inline constexpr std::string_view m_new = "m_new";
inline constexpr std::string_view factor = "factor";

// Words and positions.
inline constexpr std::string_view embeddings = "embeddings";
inline constexpr std::string_view scaled = "scaled";
inline constexpr std::string_view div_term = "div_term";
inline constexpr std::string_view pe = "pe";
inline constexpr std::string_view position_embedding = "position_embedding";
inline constexpr std::string_view text_positions = "text_positions";

// Of an image.
inline constexpr std::string_view cls_token = "cls_token";
inline constexpr std::string_view class_vector = "class_vector";

// Of a chain of words.
inline constexpr std::string_view next_word = "next_word";
inline constexpr std::string_view counts = "counts";

// Of choosing a token, and of tokens that come one by one.
inline constexpr std::string_view logits = "logits";
inline constexpr std::string_view sorted_logits = "sorted_logits";
inline constexpr std::string_view too_far = "too_far";
inline constexpr std::string_view pos_emb = "pos_emb";
inline constexpr std::string_view query_t = "query_t";
inline constexpr std::string_view key_cache = "key_cache";
inline constexpr std::string_view value_cache = "value_cache";
inline constexpr std::string_view cached_vecs = "cached_vecs";

/// All of them.
inline constexpr std::array all = {
    inputs,         x,          query,        x_2,         keys_2,       row_of_query,
    W_query,        W_key,      W_value,      out_proj,    weight,       bias,
    keys,           values,     attn_scores,  context_vec, joined_heads, m_new,
    factor,         embeddings, scaled,       div_term,    pe,           position_embedding,
    text_positions, cls_token,  class_vector, next_word,   counts,       logits,
    sorted_logits,  too_far,    pos_emb,      query_t,     key_cache,    value_cache,
    cached_vecs};

/// A layer's parameter: of(W_query, weight) is "W_query.weight".
inline std::string of(std::string_view layer, std::string_view parameter) {
  std::string name(layer);
  name += '.';
  return name += parameter;
}

}  // namespace attn::names
