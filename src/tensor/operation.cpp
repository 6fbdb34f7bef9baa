#include "tensor/operation.h"

#include <algorithm>
#include <stdexcept>

namespace attn {
namespace {

/// The largest size that an axis, counted from the last as -1, has in any operand.
Size longest(Operands operands, int from_last) {
  Size size = 0;
  for (const Tensor& operand : operands) {
    if (operand.dim() + from_last >= 0) size = std::max(size, operand.size(from_last));
  }
  return size;
}

}  // namespace

const Labels* Operation::labels(Operands operands, int axis) const {
  int rank = 0;
  for (const Tensor& operand : operands) rank = std::max(rank, operand.dim());
  for (const Tensor& operand : operands) {
    const int own = axis - (rank - operand.dim());
    if (own < 0 || operand.size(own) < longest(operands, axis - rank)) continue;
    if (const Labels* labels = operand.labels(own)) return labels;
  }
  return nullptr;
}

std::string_view Operation::row_label(Operands operands) const {
  return operands.empty() ? std::string_view() : operands[0].row_label();
}

Tensor FromNothing::backward(const Backward&) const {
  throw std::logic_error("a gradient was asked of an operation without operands");
}

}  // namespace attn
