#include "chapter8_now/window.h"

#include <limits>

#include "tensor/operations.h"

namespace attn::chapter8 {

Tensor window(Size tokens) {
  return triu(tril(ones({tokens, tokens})), 1 - window_size).named("may_look");
}

Tensor seen_only(const Tensor& scores, const Tensor& may_look) {
  return masked_fill(scores, ones(may_look.shape()) - may_look,
                     -std::numeric_limits<float>::infinity())
      .named("masked");
}

}  // namespace attn::chapter8
