#include "chapter5_encoder_decoder/heads.h"

#include "nn/attention.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

WideWeights wide_weights(Generator& generator) {
  const WithoutRecording large;
  const auto layer = [&] { return T(Linear(d, d, false, generator).weight); };
  const Tensor q = layer().named("W_q");
  const Tensor k = layer().named("W_k");
  return {q, k, layer().named("W_v")};
}

Attended head(const Tensor& x, const WideWeights& weights, Size first, Size columns) {
  const auto project = [&](const Tensor& weight) {
    return matmul(x, narrow(weight, 1, first, columns));
  };
  const Tensor attn_weights =
      scaled_softmax(matmul(project(weights.q), T(project(weights.k))), columns);
  return {attn_weights, matmul(attn_weights, project(weights.v))};
}

}  // namespace attn::chapter5
