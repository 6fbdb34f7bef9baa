#pragma once

#include <vector>

#include "lesson/settings.h"
#include "tensor/tensor.h"

/// What the steps about gradients train.

namespace attn::chapter5 {

/// What is trained in the steps about gradients: a sentence small enough to follow every number.
struct SmallModel {
  Tensor x;              ///< (3, 4)
  Tensor W_q, W_k, W_v;  ///< (4, 2), randn / 2
  Tensor target;         ///< (3, 2): what the context vectors should be
};
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

/// How much the loss rises with one cell of a weight, measured from the losses with the cell 1/128
/// smaller and larger.
float slope(const SmallModel& model, Tensor SmallModel::*weight, const Index& cell);

/// The smallest distance between two of the gradients when all three matrices start as W_q.
float apart_from_one_start(SmallModel model);

/// The gradients by W_q, W_k and W_v once the scores are so large that softmax saturates.
std::vector<Tensor> with_large_scores(SmallModel model);

}  // namespace attn::chapter5
