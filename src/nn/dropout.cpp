#include "nn/dropout.h"

#include <cassert>

#include "random/draws.h"
#include "tensor/operations.h"

namespace attn {

Tensor scaled_mask(Shape shape, double p, Generator& generator) {
  assert(0 <= p && p < 1);
  if (p == 0) return ones(shape).named("dropout_mask");
  const Tensor keep = bernoulli(shape, 1 - p, generator).named("dropout_mask");
  return keep / static_cast<float>(1 - p);
}

Tensor dropout(const Tensor& x, double p, Generator& generator) {
  return p == 0 ? x : x * scaled_mask(x.shape(), p, generator);
}

}  // namespace attn
