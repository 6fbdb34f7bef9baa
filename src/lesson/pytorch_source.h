#pragma once

#include <string>

#include "tensor/tensor.h"

namespace attn {

/// A line of PyTorch that makes `inputs` (T, d_in), a token a line; of a large one, lines that read
/// it from `file`, as the path was given, unless that is empty.
std::string inputs_in_pytorch(const Tensor& inputs, const std::string& file);

}  // namespace attn
