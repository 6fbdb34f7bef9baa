#pragma once

#include "nn/gelu.h"
#include "nn/linear.h"

namespace attn {

/// The part of a transformer block that works on each token by itself: a linear layer to four times
/// the size, GELU, and a linear layer back. Vaswani et al., "Attention Is All You Need", 2017,
/// section 3.3, with GELU for ReLU as in GPT-2.
struct FeedForward {
  /// How many times larger the layer in the middle is.
  static constexpr Size expansion = 4;

  Linear expand;    ///< weight (4d, d), bias (4d); PyTorch's layers[0]
  Linear contract;  ///< weight (d, 4d), bias (d); PyTorch's layers[2]
  Approximate approximate = Approximate::none;

  /// Drawn in this order: expand, then contract, each weight before its bias.
  FeedForward(Size d, Generator& generator);

  /// (…, d) → (…, d). The tensors on the way are named `hidden` and `activated`, both (…, 4d).
  Tensor operator()(const Tensor& x) const;
};

}  // namespace attn
