#include "nn/rope.h"

#include "tensor/operations.h"

namespace attn {
namespace {

/// Points of a plane, (…, T, d/2) each.
struct Points {
  Tensor first, second;

  Points turned(const Tensor& angles) const {
    const Tensor c = cos(angles);
    const Tensor s = sin(angles);
    return {first * c - second * s, first * s + second * c};
  }
};

}  // namespace

Tensor rope(const Tensor& x, const Tensor& angles) {
  const int rank = x.dim();
  const Tensor pairs = reshape(x, x.shape().with(rank - 1, x.size(-1) / 2).inserted(rank, 2));
  const Points turned = Points{select(pairs, -1, 0), select(pairs, -1, 1)}.turned(angles);
  return view(stack({turned.first, turned.second}, -1), x.shape());
}

Tensor rope_halves(const Tensor& x, const Tensor& angles) {
  const Size half = x.size(-1) / 2;
  const Points turned = Points{narrow(x, -1, 0, half), narrow(x, -1, half, half)}.turned(angles);
  return cat({turned.first, turned.second}, -1);
}

}  // namespace attn
