#include "chapter4_multihead/block.h"

#include "random/draws.h"
#include "shared/own.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// How far apart the two rows of x (2, width) are.
Tensor distance(const Tensor& x) {
  const Tensor apart = select(x, 0, 0) - select(x, 0, 1);
  return sqrt(sum(apart * apart, 0));
}

}  // namespace

FeedForward feed_forward_of(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  return own(s, "ff", FeedForward(d_model(s), generator));
}

Distances distances_through_layers(Generator& generator) {
  Tensor x = randn({2, width_of_stack}, generator);
  Tensor y = x;
  std::vector<Tensor> plain = {distance(x)};
  std::vector<Tensor> residual = plain;
  for (Size layer = 0; layer < layers_of_stack; ++layer) {
    const FeedForward f(width_of_stack, generator);
    x = f(x);
    y = y + f(y);
    plain.push_back(distance(x));
    residual.push_back(distance(y));
  }
  return {stack(std::move(plain)).named("distance_plain"),
          stack(std::move(residual)).named("distance_residual")};
}

}  // namespace attn::chapter4
