#include <cmath>

#include "tensor/cells.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Erf::value(Operands operands) const {
  return map_cells(operands[0], [](float x) { return std::erf(x); });
}

Derivation Erf::explain(Operands, const Index& at) const {
  return erf_of(cell(0, at));
}

std::string Erf::notation(Written operands) const {
  return operands[0].empty() ? "erf" : call("erf", operands[0], "");
}

Tensor erf(const Tensor& x) {
  return record(Erf(), {x});
}

}  // namespace attn
