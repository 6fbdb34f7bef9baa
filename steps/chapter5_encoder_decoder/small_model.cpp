#include "chapter5_encoder_decoder/small_model.h"

#include <algorithm>

#include "chapter5_encoder_decoder/flow.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/gradient.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

/// x with `by` added to one cell.
Tensor nudged(const Tensor& x, const Index& cell, float by) {
  std::vector<float> values = x.values();
  values[static_cast<std::size_t>(row_major_place(cell, x.shape()))] += by;
  return x.detached(std::move(values));
}

}  // namespace

SmallModel small_model(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor x = randn({3, 4}, generator).named("x");
  const Tensor W_q = (randn({4, 2}, generator) / 2.0F).named("W_q");
  const Tensor W_k = (randn({4, 2}, generator) / 2.0F).named("W_k");
  const Tensor W_v = (randn({4, 2}, generator) / 2.0F).named("W_v");
  return {x, W_q, W_k, W_v, randn({3, 2}, generator).named("target")};
}

SmallFlow run(const SmallModel& model) {
  const Tensor Q = matmul(model.x, model.W_q).named("Q");
  const Tensor K = matmul(model.x, model.W_k).named("K");
  const Tensor V = matmul(model.x, model.W_v).named("V");
  const Tensor attn_weights = scaled_softmax(matmul(Q, T(K)), K.size(-1)).named("attn_weights");
  const Tensor context_vecs = matmul(attn_weights, V).named("context_vecs");
  const Tensor off = context_vecs - model.target;
  return {Q, K, V, attn_weights, context_vecs, mean(off * off).named("loss")};
}

bool is_right_by_hand(const SmallFlow& flow) {
  const Tensor scores = matmul(flow.Q, T(flow.K));
  return by_hand::are_dot_products_of(scores, flow.Q, flow.K) &&
         by_hand::are_softmax_of(flow.attn_weights, scores, std::sqrt(2.0F)) &&
         by_hand::are_mixtures_of(flow.context_vecs, flow.attn_weights, flow.V);
}

Tensor slopes(const SmallModel& model, Tensor SmallModel::*weight) {
  constexpr float h = 1 / 256.0F;
  const Tensor& W = model.*weight;
  std::vector<float> slopes;
  for_each_cell(W.shape(), [&](const Index& cell) {
    const auto loss = [&](float by) {
      SmallModel other = model;
      other.*weight = nudged(W, cell, by);
      return run(other).loss.item();
    };
    slopes.push_back((loss(h) - loss(-h)) / (2 * h));
  });
  return W.detached(std::move(slopes));
}

SmallModel after_one_step(const SmallModel& model, const std::vector<Tensor>& gradients,
                          float rate) {
  SmallModel moved = model;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Tensor& W = model.*weights[i];
    moved.*weights[i] = (W - gradients[i] * rate).named("new_" + W.name());
  }
  return moved;
}

float apart_from_one_start(SmallModel model) {
  model.W_k = model.W_q.detached();
  model.W_v = model.W_q.detached();
  const std::vector<Tensor> by = gradients(run(model).loss, {model.W_q, model.W_k, model.W_v});
  const auto apart = [&](std::size_t i, std::size_t j) { return largest_size(by[i] - by[j]); };
  return std::min({apart(0, 1), apart(0, 2), apart(1, 2)});
}

std::vector<Tensor> with_large_scores(SmallModel model) {
  model.W_q = (model.W_q * 1e9F).detached();
  return gradients(run(model).loss, {model.W_q, model.W_k, model.W_v});
}

}  // namespace attn::chapter5
