#include "chapter1_words/positions.h"

#include "tensor/operations.h"

namespace attn::chapter1 {

Tensor row_lengths(const Tensor& x) {
  return sqrt(sum(x * x, 1));
}

}  // namespace attn::chapter1
