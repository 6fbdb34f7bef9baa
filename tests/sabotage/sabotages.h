#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "tensor/operation.h"

namespace attn {

/// Something that goes wrong wherever an operation is run.
struct Sabotage {
  std::string_view name;
  /// What comes out wrong, of the right result's shape; nothing where the operation is left alone.
  std::optional<Tensor> (*wrong)(const Operation& operation, Operands operands,
                                 const Tensor& right);
};

std::span<const Sabotage> sabotages();

/// While one of these lives, every operation is sabotaged. They do not nest.
class Sabotaged {
 public:
  explicit Sabotaged(const Sabotage& sabotage);
  ~Sabotaged();
  Sabotaged(const Sabotaged&) = delete;
  Sabotaged& operator=(const Sabotaged&) = delete;
};

}  // namespace attn
