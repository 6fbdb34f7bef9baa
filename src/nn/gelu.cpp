#include "nn/gelu.h"

#include "tensor/operations.h"

namespace attn {
namespace {

constexpr float one_over_root_2 = 0.70710678F;
constexpr float root_of_2_over_pi = 0.79788456F;

}  // namespace

Tensor gelu(const Tensor& x, Approximate approximate) {
  const Tensor s_curve = approximate == Approximate::none
                             ? erf(x * one_over_root_2)
                             : tanh((x + x * x * x * 0.044715F) * root_of_2_over_pi);
  const Tensor phi = ((s_curve + scalar(1)) * 0.5F).named("phi");
  return x * phi;
}

}  // namespace attn
