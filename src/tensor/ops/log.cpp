#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {

Tensor Log::value(Operands operands) const {
  return map_cells(operands[0], float32::log);
}

Derivation Log::explain(Operands, const Index& at) const {
  return log_of(cell(0, at));
}

std::string Log::notation(Written operands) const {
  return operands[0].empty() ? "log" : call("log", operands[0], "");
}

Tensor Log::backward(const Backward& flow) const {
  return flow.gradient / flow.asked();
}

Tensor log(const Tensor& x) {
  return record(Log(), {x});
}

}  // namespace attn
