#include "tensor/operation.h"

#include <algorithm>

namespace attn {

const Labels* Operation::labels(Operands operands, int axis) const {
  int rank = 0;
  for (const Tensor& operand : operands) rank = std::max(rank, operand.dim());
  for (const Tensor& operand : operands) {
    const int own = axis - (rank - operand.dim());
    if (own < 0 || operand.size(own) == 1) continue;
    if (const Labels* labels = operand.labels(own)) return labels;
  }
  return nullptr;
}

std::string_view Operation::row_label(Operands operands) const {
  return operands.empty() ? std::string_view() : operands[0].row_label();
}

}  // namespace attn
