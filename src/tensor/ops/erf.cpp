#include <cmath>
#include <numbers>

#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Erf::value(Operands operands) const {
  return map_cells(operands[0], float32::erf);
}

Derivation Erf::explain(Operands, const Index& at) const {
  return erf_of(cell(0, at));
}

std::string Erf::notation(Written operands) const {
  return operands[0].empty() ? "erf" : call("erf", operands[0], "");
}

// The slope of erf is 2/√π exp(-x²).
Tensor Erf::backward(const Backward& flow) const {
  const Tensor& x = flow.asked();
  return flow.gradient * exp(x * x * -1.0F) * (2 / std::sqrt(std::numbers::pi_v<float>));
}

Tensor erf(const Tensor& x) {
  return record(Erf(), {x});
}

}  // namespace attn
