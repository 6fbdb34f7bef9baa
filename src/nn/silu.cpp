#include "nn/silu.h"

#include "tensor/operations.h"

namespace attn {

Tensor sigmoid(const Tensor& x) {
  return ones(x.shape()) / (exp(x * -1.0F) + scalar(1));
}

Tensor silu(const Tensor& x) {
  return x * sigmoid(x);
}

}  // namespace attn
