#pragma once

#include <string>
#include <string_view>

#include "files/tensor_file.h"

namespace attn {

bool is_safetensors(std::string_view bytes);

/// Reads the tensors of a .safetensors file, in the order in which they lie there. Throws UserError
/// for what the format forbids: names or keys twice, tensors that overlap or leave holes, a last
/// one that does not end where the file does.
///
/// Source: the section "Format" of safetensors' README, and what its tensor.rs validates.
TensorFile read_safetensors(std::string_view bytes, const std::string& path);

}  // namespace attn
