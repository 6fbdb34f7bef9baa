#pragma once

#include "random/generator.h"
#include "tensor/tensor.h"

/// Heads of the size that the first transformer had: 512 numbers a token, in eight heads of 64.
/// Vaswani et al., "Attention Is All You Need", 2017, section 3.2.2.

namespace attn::chapter5 {

inline constexpr Size d = 512;
inline constexpr Size heads = 8;
inline constexpr Size head_dim = d / heads;
inline constexpr Size words = 3;

/// The weights of queries, keys and values, (d, d) each.
struct WideWeights {
  Tensor q, k, v;
};

/// As three linear layers start; given as they are, since explaining a number need not go further.
WideWeights wide_weights(Generator& generator);

struct Attended {
  Tensor attn_weights;  ///< (words, words)
  Tensor context_vecs;  ///< (words, columns)
};

/// One head made of the weights' `columns` columns from `first` on; x is (words, d).
Attended head(const Tensor& x, const WideWeights& weights, Size first, Size columns);

}  // namespace attn::chapter5
