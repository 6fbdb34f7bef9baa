#pragma once

#include <memory>

#include "lesson/page.h"
#include "lesson/settings.h"
#include "nn/linear.h"
#include "tensor/tensor.h"

/// Attention whose heads share keys and values: steps 9 and 10. T tokens, h heads of hd numbers
/// for queries, g of them for keys and values.

namespace attn::chapter8 {

/// The heads that ask: those chosen, or 4 where that divides the size.
Size query_heads(const Settings& settings);
/// The size of all of them together: d_out, or 8 if none is chosen.
Size size_of_heads(const Settings& settings);
/// In how many groups they share keys and values in step 10: the largest number below theirs that
/// divides them.
Size groups_of_heads(const Settings& settings);

/// Its layers, without biases: W_query (h · hd, d_in), W_key and W_value (g · hd, d_in).
struct SharedKeys {
  Linear W_query, W_key, W_value;
  Size h, g;

  /// Drawn in this order: query, key, value. REQUIRES: g divides h, and h divides the size.
  SharedKeys(Size d_in, Size size, Size h, Size g, Generator& generator);

  /// Causal attention, (T, d_in) → (h, T, hd), named `context_vec`. The tensors on the way are
  /// named `queries` (h, T, hd), `keys` and `values` (g, T, hd), `repeated_keys` and
  /// `repeated_values` (h, T, hd), `attn_scores` and `attn_weights` (h, T, T).
  Tensor operator()(const Tensor& x) const;
};

/// Each place of the first axis n times in a row, (g, …) → (g · n, …): x.repeat_interleave(n,
/// dim=0).
Tensor repeat_interleave(const Tensor& x, Size n);

/// "head 0", "head 1" …, n of them.
std::shared_ptr<const Labels> head_names(Size n);

/// The heads side by side: (h, T, hd) → (T, h · hd).
Tensor side_by_side(const Tensor& context_vec);

/// Claims that context_vecs (T, h · hd) are what multi-head attention, the module of 3.40, makes of
/// x (T, d_in) if the keys and values of each head are those of its group.
void check_like_copied_weights(Page& page, const SharedKeys& shared, const Tensor& x,
                               const Tensor& context_vecs, const Text& claim);

}  // namespace attn::chapter8
