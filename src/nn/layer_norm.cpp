#include "nn/layer_norm.h"
#include "tensor/names.h"

#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {

LayerNorm::LayerNorm(Size d)
    : scale(ones({d}).named("scale")),
      shift(Tensor({d}, std::vector<float>(static_cast<std::size_t>(d))).named("shift")) {}

Tensor LayerNorm::operator()(const Tensor& x) const {
  return normalized(x, eps) * scale + shift;
}

void LayerNorm::name(const std::string& prefix) {
  scale = std::move(scale).named(prefix + std::string(names::weight));
  shift = std::move(shift).named(prefix + std::string(names::bias));
}

Tensor normalized(const Tensor& x, float eps) {
  const Tensor mean = row_mean(x).named("mean");  // (…, 1)
  const Tensor var = row_var(x).named("var");     // (…, 1)
  return normalize(x, mean, sqrt(var + scalar(eps))).named("norm");
}

}  // namespace attn
