#pragma once

#include <string>
#include <string_view>

#include "lesson/settings.h"
#include "tensor/tensor.h"

namespace attn {

/// A text between quotes, as Python reads it.
std::string in_python(std::string_view text);

/// A line of PyTorch that makes `inputs` (T, d_in), those of the settings or of a chapter: a token
/// a line; of large ones, lines that read the file; of a sentence of one's own, the draw.
std::string inputs_in_pytorch(const Tensor& inputs, const Settings& settings);

}  // namespace attn
