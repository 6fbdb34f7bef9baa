#include "nn/packed_attention.h"

#include <cassert>
#include <cmath>

#include "nn/attention.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// torch.nn.init.xavier_uniform_: Glorot and Bengio, "Understanding the difficulty of training deep
/// feedforward neural networks", 2010, equation 16.
Tensor xavier_uniform(Size out, Size in, Generator& generator) {
  const double bound = std::sqrt(3.0) * std::sqrt(2.0 / static_cast<double>(in + out));
  return uniform({out, in}, -bound, bound, generator);
}

/// (…, T, d) → (…, T, h, hd) → (…, h, T, hd).
Tensor split(const Tensor& x, Size num_heads) {
  Shape shape = x.shape().with(x.dim() - 1, num_heads);
  shape.push_back(x.size(-1) / num_heads);
  return transpose(view(x, shape), -3, -2);
}

}  // namespace

PackedAttention::PackedAttention(Size d, Size num_heads, Generator& generator)
    : out_proj(d, d, true, generator),
      in_proj_weight(xavier_uniform(3 * d, d, generator)),
      in_proj_bias(zeros({3 * d})),
      num_heads(num_heads) {
  assert(num_heads > 0 && d % num_heads == 0);
  out_proj.bias = zeros({d});
  name("");
}

void PackedAttention::name(const std::string& prefix) {
  in_proj_weight = std::move(in_proj_weight).named(prefix + "in_proj_weight");
  in_proj_bias = std::move(in_proj_bias).named(prefix + "in_proj_bias");
  out_proj.name(prefix + names::of(names::out_proj, ""));
}

Tensor PackedAttention::operator()(const Tensor& asking, const Tensor& looked_at,
                                   bool causal) const {
  const Size d = out_proj.weight.size(0);
  const auto projected = [&](const Tensor& x, Size part) {
    const Tensor weight = narrow(in_proj_weight, 0, part * d, d);
    return split(matmul(x, T(weight)) + narrow(in_proj_bias, 0, part * d, d), num_heads);
  };
  const Tensor queries = projected(asking, 0).named("queries");
  const Tensor keys = projected(looked_at, 1).named(names::keys);
  const Tensor values = projected(looked_at, 2).named(names::values);

  // (…, h, T, hd) @ (…, h, hd, S) → (…, h, T, S)
  const Tensor attn_scores = matmul(queries, transpose(keys, -2, -1)).named(names::attn_scores);
  const Tensor attn_weights =
      scaled_softmax(causal ? causal_masked(attn_scores) : attn_scores, d / num_heads)
          .named("attn_weights");
  const Tensor context_vec = matmul(attn_weights, values).named(names::context_vec);

  // (…, h, T, hd) → (…, T, h, hd) → (…, T, d)
  const Tensor joined_heads =
      view(contiguous(transpose(context_vec, -3, -2)), asking.shape()).named(names::joined_heads);
  return out_proj(joined_heads);
}

}  // namespace attn
