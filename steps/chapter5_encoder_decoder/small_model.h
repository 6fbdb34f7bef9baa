#pragma once

#include <array>
#include <vector>

#include "lesson/settings.h"
#include "tensor/tensor.h"

/// What the steps about gradients train: attention small enough to follow every number.

namespace attn::chapter5 {

/// A sentence, the three matrices that learn, and what they should make of it.
struct SmallModel {
  Tensor x;              ///< (3, 4)
  Tensor W_q, W_k, W_v;  ///< (4, 2), randn / 2
  Tensor target;         ///< (3, 2): what the context vectors should be
};
inline constexpr std::array<Tensor SmallModel::*, 3> weights = {&SmallModel::W_q, &SmallModel::W_k,
                                                                &SmallModel::W_v};
/// Drawn in the order of the members.
SmallModel small_model(const Settings& settings);

/// What it computes on the way to its loss, the mean square of context_vecs - target.
struct SmallFlow {
  Tensor Q, K, V;       ///< (3, 2)
  Tensor attn_weights;  ///< (3, 3)
  Tensor context_vecs;  ///< (3, 2)
  Tensor loss;          ///< ()
};
SmallFlow run(const SmallModel& model);

/// Whether its attention is right when worked out again number by number.
bool is_right_by_hand(const SmallFlow& flow);

/// How much the loss rises with each cell of a weight: measured, from the losses with that cell
/// 1/256 smaller and larger.
Tensor slopes(const SmallModel& model, Tensor SmallModel::*weight);

/// Its weights, each less `rate` times its gradient; named `new_W_q` and so on.
SmallModel after_one_step(const SmallModel& model, const std::vector<Tensor>& gradients,
                          float rate);

/// The smallest distance between two of the gradients when all three matrices start as W_q.
float apart_from_one_start(SmallModel model);

/// The gradients by W_q, W_k and W_v once the scores are so large that softmax saturates.
std::vector<Tensor> with_large_scores(SmallModel model);

}  // namespace attn::chapter5
