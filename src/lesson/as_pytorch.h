#pragma once

#include <string>

#include "tensor/tensor.h"

namespace attn {

/// The lines of PyTorch that make `inputs` (T, d_in), a token a line; for a large matrix, lines
/// that read its file.
std::string as_pytorch(const Tensor& inputs);

}  // namespace attn
