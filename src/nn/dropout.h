#pragma once

#include "random/generator.h"
#include "tensor/tensor.h"

namespace attn {

/// What training multiplies by: for each cell 1/(1 - p) with probability 1 - p, else 0. With p = 0
/// they are ones, and nothing is drawn. The zeros and ones drawn are named `dropout_mask`.
/// REQUIRES: 0 <= p < 1.
Tensor scaled_mask(Shape shape, double p, Generator& generator);

/// torch.nn.Dropout(p) in training: x times a mask; with p = 0 x itself. REQUIRES: 0 <= p < 1.
Tensor dropout(const Tensor& x, double p, Generator& generator);

}  // namespace attn
