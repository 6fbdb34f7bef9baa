#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nn/parameters.h"
#include "tensor/operation.h"

namespace attn {

/// A loop of gradient descent, as the operation that puts its losses together. What its steps did
/// to the parameters is not remembered, it would be too much: it is the loop as a whole that can be
/// run again, with a change.
struct Descent {
  /// How it is run.
  struct Way {
    float learning_rate;
    std::size_t frozen = 0;   ///< so many parameters, from the first on, do not learn
    bool piles_up = false;    ///< gradients are never zeroed: each is added to those before
    bool sums = false;        ///< the loss is the sum over all examples, not their mean
    bool goes_on = false;     ///< it starts from what it has learned in one run already
    bool loads_none = false;  ///< parameters that another model has learned are not loaded
  };
  Way right;
  std::vector<std::string> parameters;      ///< their names, in the order of the module
  std::function<Tensor(const Way&)> again;  ///< the losses of the loop run so: (steps)
};

/// The losses of a loop, each with its history, as one tensor: (steps).
Tensor losses_of(const std::vector<Tensor>& losses, Descent descent);

/// Runs the loop on parameters that learn, all at once; returns the loss before each step, as
/// often as there are steps. `way` tells learning_rate and piles_up.
std::vector<Tensor> descend(const std::function<Tensor()>& loss, const Parameters& learning,
                            Size steps, const Descent::Way& way);

}  // namespace attn
