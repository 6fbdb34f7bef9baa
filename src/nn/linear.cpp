#include "nn/linear.h"

#include <cmath>

#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

Tensor initial(Shape shape, Size in, Generator& generator) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(in));
  return uniform(shape, -bound, bound, generator);
}

}  // namespace

Linear::Linear(Size in, Size out, bool with_bias, Generator& generator)
    : weight(initial({out, in}, in, generator)) {
  if (with_bias) bias = initial({out}, in, generator);
}

Tensor Linear::operator()(const Tensor& x) const {
  const Tensor y = matmul(x, T(weight));
  return bias ? y + *bias : y;
}

Size Linear::num_parameters() const {
  return weight.numel() + (bias ? bias->numel() : 0);
}

void Linear::name(const std::string& prefix) {
  weight = std::move(weight).named(prefix + std::string(names::weight));
  if (bias) bias = std::move(*bias).named(prefix + std::string(names::bias));
}

}  // namespace attn
