#pragma once

#include "lesson/settings.h"
#include "nn/linear.h"
#include "tensor/tensor.h"

/// Queries and keys that are turned by their places (RoPE): steps 6 to 8. T tokens, d numbers each.

namespace attn::chapter8 {

/// The size of queries, keys and values: d_out, 4 if none is chosen, one more if it is odd, since
/// RoPE turns pairs.
Size rope_size(const Settings& settings);

/// At how many places steps 7 and 8 put the same vectors.
inline constexpr Size places = 6;

/// The angles of places 0 to n - 1, (n, d/2): place · 10000^(-2i/d) for pair i.
Tensor rope_angles(Size n, Size d);

struct Turned {
  Linear W_query, W_key, W_value;  ///< (d, d_in), no biases
  Tensor queries, keys, values;    ///< (T, d)
  Tensor angles;                   ///< (T, d/2), labelled with the tokens
  Tensor turned_queries;           ///< (T, d)
  Tensor turned_keys;              ///< (T, d)
  Tensor attn_scores;              ///< (T, T): turned queries · turned keys
};
Turned turned(const Settings& settings);

/// x, a vector for each token, labelled with them.
Tensor with_tokens(Tensor x, const Settings& settings);

/// The length of every row: (n, d) → (n).
Tensor row_lengths(const Tensor& x);

}  // namespace attn::chapter8
