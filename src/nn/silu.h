#pragma once

#include "tensor/tensor.h"

namespace attn {

/// 1 / (1 + e^-x), cell by cell.
Tensor sigmoid(const Tensor& x);

/// torch.nn.functional.silu, also called Swish: x · sigmoid(x), cell by cell. Elfwing et al.,
/// "Sigmoid-Weighted Linear Units", 2017; Ramachandran et al., "Searching for Activation
/// Functions", 2017.
Tensor silu(const Tensor& x);

}  // namespace attn
