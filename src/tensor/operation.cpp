#include "tensor/operation.h"

#include <algorithm>
#include <stdexcept>

#include "tensor/cells.h"
#include "tensor/notation.h"

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
    if (const Labels* labels = operand.labels_of_items(own)) return labels;
  }
  return nullptr;
}

std::string_view Operation::row_label(Operands operands) const {
  return operands.empty() ? std::string_view() : operands[0].row_label();
}

Size Operation::cost(Operands operands, const Tensor& result) const {
  const bool is_moved = std::any_of(operands.begin(), operands.end(), [&](const Tensor& operand) {
    return result.shares_storage(operand);
  });
  return is_moved ? 0 : result.numel();
}

Wording Operation::words(const Told& told) const {
  const std::string value = shortest(told.derivation.value);
  return {"정해진 수 " + value, "set to " + value};
}

Wording words_of_sum(std::string_view what_ko, std::string_view what_en, const Told& told) {
  const std::string count = std::to_string(told.derivation.parts.size());
  return {std::string(what_ko) + " " + count + "개를 더합니다",
          "the sum of " + count + " " + std::string(what_en)};
}

Wording words_of_quotient(std::string_view what_ko, std::string_view what_en, const Told& told) {
  const std::vector<Derivation>& parts = told.derivation.parts;
  const std::string count = std::to_string(parts[0].parts.size());
  const std::string divisor = shortest(parts[1].value);
  return {std::string(what_ko) + " " + count + "개를 더한 값을 나눕니다: ÷ " + divisor,
          std::string(what_en) + " added up and divided: " + count + ", ÷ " + divisor};
}

Wording words_of_mean(const Told& told) {
  const std::size_t count = told.derivation.parts[0].parts.size();
  return {"수 " + std::to_string(count) + "개의 평균입니다",
          "the mean of " + std::to_string(count) + (count == 1 ? " number" : " numbers")};
}

void fail_from_nothing() {
  throw std::logic_error("a gradient was asked of an operation without operands");
}

}  // namespace attn
