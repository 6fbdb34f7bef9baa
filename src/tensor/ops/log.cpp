#include "tensor/cells.h"
#include "tensor/float32.h"
#include "tensor/notation.h"
#include "tensor/operations.h"

namespace attn {
namespace {

struct LogOp final : Op<Log> {
  Tensor value(Operands operands) const override { return map_cells(operands[0], float32::log); }

  Size cost(Operands, const Tensor& result) const override { return 8 * result.numel(); }

  Derivation explain(Operands, const Index& at) const override { return log_of(cell(0, at)); }

  Wording words(const Told&) const override {
    return {"자연로그를 취합니다", "the natural logarithm"};
  }

  std::string notation(Written operands) const override { return function("log", operands[0]); }

  Tensor backward(const Backward& flow) const override { return flow.gradient / flow.asked(); }
};

}  // namespace

Tensor log(const Tensor& x) {
  return record<LogOp>({}, {x});
}

}  // namespace attn
