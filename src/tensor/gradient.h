#pragma once

#include <initializer_list>
#include <vector>

#include "tensor/tensor.h"

/// Gradients: how fast a loss grows with each number that it was computed from.
///
/// A loss remembers what it was computed from. Going back along that memory, every operation turns
/// the gradient of its result into those of its operands (Operation::backward); a tensor that was
/// used in several places gets the sum of what comes back from them.

namespace attn {

/// The gradients of `loss` by each of `tensors`, in their order and of their shapes; torch's
/// `torch.autograd.grad(loss, tensors)`. The tensors may be parameters or anything on the way.
///
/// Gradients are results like others: they remember how they were computed, and can be shown,
/// explained, and differentiated again. Where only their values count, WithoutRecording saves the
/// time and the memory for that.
///
/// Throws ShapeError if the loss is not a single number, and std::invalid_argument if it was not
/// computed from one of the tensors, or its history was not recorded.
/// The gradients on the way bear the names of their tensors: attn_weights.grad.
std::vector<Tensor> gradients(const Tensor& loss, const std::vector<Tensor>& tensors);

/// One step of gradient descent: each parameter W becomes W - learning_rate × its gradient. It
/// keeps its name and its labels but has no history, so that memory does not grow with the steps:
///
///     Tensor W_in = …, W_out = …;
///     for (int step = 0; step < 200; ++step) {
///       const Tensor logits = matmul(embedding(centres, W_in), T(W_out));
///       descend(cross_entropy(logits, contexts), {&W_in, &W_out}, 0.5F);
///     }
///
/// which is PyTorch's
///
///     loss.backward()
///     with torch.no_grad():
///         for W in parameters:
///             W -= learning_rate * W.grad
///
/// or `torch.optim.SGD(parameters, lr=learning_rate)`. Throws what gradients() throws; then no
/// parameter has changed.
void descend(const Tensor& loss, std::initializer_list<Tensor*> parameters, float learning_rate);
void descend(const Tensor& loss, const std::vector<Tensor*>& parameters, float learning_rate);

}  // namespace attn
