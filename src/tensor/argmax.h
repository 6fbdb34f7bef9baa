#pragma once

#include "tensor/tensor.h"

namespace attn {

/// Where along `dim` the largest cell is, counted from 0: (…, n, …) → (…). The first of several; a
/// nan counts as larger than any number, as in PyTorch.
struct Argmax {
  int dim;
  bool keepdim = false;
};
Tensor argmax(const Tensor& x, int dim, bool keepdim = false);

}  // namespace attn
