#pragma once

#include <string>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operation.h"
#include "tensor/shape_error.h"

namespace attn {

/// An operation that keeps a triangle of each matrix and makes the rest 0: the cells of which
/// Keeps()(column, row + diagonal) is true. `diagonal` is among the parameters.
template <class Parameters, class Keeps>
struct Triangle : Op<Parameters> {
  Tensor value(Operands operands) const override {
    require_shape(operands[0].dim() >= 2, [&] { return name() + " needs rows and columns"; });
    return map_with_index(operands[0],
                          [&](float x, const Index& at) { return keeps(at) ? x : 0.0F; });
  }

  Derivation explain(Operands, const Index& at) const override {
    return keeps(at) ? cell(0, at) : number(0);
  }

  std::string notation(Written operands) const override {
    const Size diagonal = this->diagonal;
    return call(name(), operands[0], diagonal == 0 ? "" : "diagonal=" + std::to_string(diagonal));
  }

 private:
  virtual std::string name() const = 0;

  bool keeps(const Index& at) const {
    return Keeps()(at[at.rank() - 1], at[at.rank() - 2] + this->diagonal);
  }
};

}  // namespace attn
