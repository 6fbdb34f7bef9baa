#pragma once

#include "tensor/tensor.h"

namespace attn {

/// Which formula GELU is computed by; PyTorch's `approximate`.
enum class Approximate {
  none,  ///< Φ by the error function, exact
  tanh,  ///< Φ by a tanh that comes close
};

/// torch.nn.functional.gelu: x · Φ(x), cell by cell, where Φ(x) is how likely a standard normal
/// number is to be below x. Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, section 2:
///   none: Φ(x) = (1 + erf(x / √2)) / 2
///   tanh: Φ(x) ≈ (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
/// Φ(x) is named `phi`.
Tensor gelu(const Tensor& x, Approximate approximate = Approximate::none);

}  // namespace attn
