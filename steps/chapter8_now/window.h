#pragma once

#include "chapter8_now/flow.h"
#include "tensor/tensor.h"

/// Attention that sees a few tokens back.

namespace attn::chapter8 {

/// How many tokens one looks at, itself among them.
inline constexpr Size window_size = 3;

/// 1 where a token may look: at itself and the window_size - 1 before it. (T, T), a band.
Tensor window(Size tokens);
/// The scores, (T, T), with -inf where one may not look.
Tensor seen_only(const Tensor& scores, const Tensor& may_look);

}  // namespace attn::chapter8
