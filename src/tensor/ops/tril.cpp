#include <functional>

#include "tensor/operations.h"
#include "tensor/triangle.h"

namespace attn {
namespace {

struct TrilOp final : Triangle<Tril, std::less_equal<>> {
  Tensor backward(const Backward& flow) const override { return tril(flow.gradient, diagonal); }

 private:
  std::string name() const override { return "tril"; }
};

}  // namespace

Tensor tril(const Tensor& x, Size diagonal) {
  return record<TrilOp>({diagonal}, {x});
}

}  // namespace attn
