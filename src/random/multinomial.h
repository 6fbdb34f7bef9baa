#pragma once

#include "random/generator.h"
#include "tensor/operation.h"

namespace attn {

/// Places drawn by their probabilities, as PyTorch's CPU generator does it.
///
/// Each place once at most: the probabilities are divided by as many exponential
/// numbers, and the largest quotients win (the exponential form of the Gumbel trick). With
/// replacement: a 53-bit uniform number u for each draw, and the first place at which the
/// probabilities so far, divided by their sum, come to u.
struct Multinomial {
  Size num_samples;
  bool replacement;
  Generator::State from;
};

/// torch.multinomial: probabilities (n), which need not sum to 1 → (num_samples), whole numbers
/// from 0 to n - 1. Throws ShapeError, as PyTorch an error, if more are asked for than have a
/// probability above 0 and none may come twice, or if none has.
/// REQUIRES: no probability is below 0, inf or nan.
Tensor multinomial(const Tensor& probabilities, Size num_samples, bool replacement,
                   Generator& generator);

}  // namespace attn
