#pragma once

#include <vector>

#include "answer/program.h"

namespace attn {

/// What the keys and values of cross-attention in a program are made of: the encoder's output,
/// which many have from a layer of their library. Empty if there is no cross-attention.
std::vector<Tensor> encoder_outputs(const Program& program);

}  // namespace attn
