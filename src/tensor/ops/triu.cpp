#include <functional>

#include "tensor/operations.h"
#include "tensor/triangle.h"

namespace attn {
namespace {

struct TriuOp final : Triangle<Triu, std::greater_equal<>> {
  Tensor backward(const Backward& flow) const override { return triu(flow.gradient, diagonal); }

 private:
  std::string name() const override { return "triu"; }
};

}  // namespace

Tensor triu(const Tensor& x, Size diagonal) {
  return record<TriuOp>({diagonal}, {x});
}

}  // namespace attn
