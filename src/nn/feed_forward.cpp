#include "nn/feed_forward.h"

#include "tensor/operations.h"

namespace attn {

FeedForward::FeedForward(Size d, Generator& generator)
    : expand(d, expansion * d, true, generator), contract(expansion * d, d, true, generator) {
  expand.name("layers.0.");
  contract.name("layers.2.");
}

Tensor FeedForward::operator()(const Tensor& x) const {
  const Tensor hidden = expand(x).named("hidden");
  const Tensor activated = gelu(hidden, approximate).named("activated");
  return contract(activated);
}

}  // namespace attn
