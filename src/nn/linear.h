#pragma once

#include <optional>

#include "random/generator.h"
#include "tensor/tensor.h"

namespace attn {

/// torch.nn.Linear: (…, in) → (…, out), y = x @ weight.T + bias.
struct Linear {
  Tensor weight;               ///< (out, in)
  std::optional<Tensor> bias;  ///< (out)

  /// Drawn as PyTorch does: weight, then bias, uniform on [-1/√in, 1/√in).
  Linear(Size in, Size out, bool with_bias, Generator& generator);
  /// A layer with a given weight (out, in) and no bias.
  explicit Linear(Tensor weight) : weight(std::move(weight)) {}

  Tensor operator()(const Tensor& x) const;
  /// Names weight and bias: with the prefix "embed." they are embed.weight and embed.bias.
  void name(const std::string& prefix);
  /// How many numbers it learns.
  Size num_parameters() const;
};

}  // namespace attn
