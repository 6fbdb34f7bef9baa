#pragma once

#include <vector>

#include "chapter8_now/flow.h"
#include "tensor/operations.h"

/// Softmax that keeps up with its scores: Milakov and Gimelshein, "Online normalizer calculation
/// for softmax", 2018; in tiles, Dao et al., "FlashAttention", 2022.

namespace attn::chapter8 {

/// The larger of two, cell by cell; torch.maximum.
Tensor maximum(const Tensor& a, const Tensor& b);

/// A row of scores gone through from its first to its last.
struct Online {
  std::vector<Tensor> maxima;  ///< () each: the largest so far
  std::vector<Tensor> sums;    ///< () each: Σ exp(score - largest so far)
};
/// Of scores (n). REQUIRES: n > 0.
Online online_softmax(const Tensor& scores);

/// How many tokens make a tile: as many as make three of the tokens there are, so that a page can
/// follow them; the last may be smaller.
Size tile_size(Size tokens);

/// A tile of r queries, and what was known of them after each tile of keys and values.
struct TileOfQueries {
  Tensor queries;                 ///< (r, d)
  std::vector<Tensor> maxima{};   ///< (r, 1) each: the largest score so far
  std::vector<Tensor> sums{};     ///< (r, 1) each: Σ exp(score - largest so far)
  std::vector<Tensor> outputs{};  ///< (r, d) each: Σ exp(score - largest so far) · value

  /// Takes in what they score against the keys of one more tile, (r, c), and its values, (c, d).
  void take_in(const Tensor& scores, const Tensor& v);
  /// (r, d): the last output ÷ the last sum.
  Tensor context() const { return outputs.back() / sums.back(); }
};
/// Which keys the queries meet.
enum class Meets {
  all,     ///< every one
  so_far,  ///< those up to themselves: later tiles are skipped, the one on the diagonal is masked
};
/// The queries from token `first` on, against tiles of `r` keys, from the last to the first.
TileOfQueries attend(const Head& head, Size first, Size r, Meets meets);

/// Numbers between the large, slow memory and the small, fast one.
struct Traffic {
  Size moved;  ///< how many are read from the slow one or written to it
  Size held;   ///< how many scores there are at once
};
/// Of causal attention in tiles of r, for tokens of d numbers: walks as attend() does.
Traffic traffic_in_tiles(Size tokens, Size d, Size r);
/// Of attention that writes its scores and weights down (Dao et al., 2022, algorithm 0).
Traffic traffic_of_whole(Size tokens, Size d);

}  // namespace attn::chapter8
