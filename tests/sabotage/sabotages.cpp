#include "sabotage/sabotages.h"

#include <cmath>
#include <limits>

#include "nn/layer_norm.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/normalize.h"
#include "tensor/operations.h"

namespace attn {
namespace {

using Wrong = std::optional<Tensor>;

template <class Kind>
bool made_by(const Tensor& x) {
  return as<Kind>(x.operation()) != nullptr;
}

/// The number that a tensor was divided by, or that was added to it; nothing if it was none.
std::optional<float> number(const Tensor& x) {
  if (x.dim() > 0 || x.operation()) return {};
  return x.item();
}

/// √d_k where scores are divided by it: a product, masked or not, or scores that were made larger.
std::optional<float> root_of_scaling(const Operation& operation, Operands operands) {
  if (!as<Div>(&operation) || operands[0].dim() == 0) return {};
  const Tensor& x = operands[0];
  if (!made_by<Matmul>(x) && !made_by<MaskedFill>(x) && x.name() != "grown") return {};
  const std::optional<float> root = number(operands[1]);
  const bool is_root = root && *root > 1.1F && *root < 40 &&
                       std::abs(*root * *root - std::round(*root * *root)) < 1e-4F;
  return is_root ? root : std::nullopt;
}

Wrong without_root(const Operation& operation, Operands operands, const Tensor& right) {
  const auto root = root_of_scaling(operation, operands);
  return root ? Wrong(right / *root) : Wrong();
}

Wrong without_scaling(const Operation& operation, Operands operands, const Tensor& right) {
  const auto root = root_of_scaling(operation, operands);
  return root ? Wrong(right * *root) : Wrong();
}

/// Rows that sum to 1.01.
Wrong softmax_off(const Operation& operation, Operands, const Tensor& right) {
  return as<Softmax>(&operation) ? Wrong(right * 1.01F) : Wrong();
}

/// Rows that still sum to 1.
Wrong softmax_sharper(const Operation& operation, Operands operands, const Tensor&) {
  const auto* meant = as<Softmax>(&operation);
  return meant ? Wrong(softmax(operands[0] * 1.1F, meant->dim)) : Wrong();
}

Wrong softmax_over_another_axis(const Operation& operation, Operands operands, const Tensor&) {
  const auto* meant = as<Softmax>(&operation);
  if (!meant || operands[0].dim() < 2) return {};
  const int last = operands[0].dim() - 1;
  return softmax(operands[0], axis_of(meant->dim, last + 1) == last ? last - 1 : last);
}

Wrong zero_for_minus_infinity(const Operation& operation, Operands operands, const Tensor&) {
  const auto* meant = as<MaskedFill>(&operation);
  if (!meant || meant->fill != -std::numeric_limits<float>::infinity()) return {};
  return masked_fill(operands[0], operands[1], 0);
}

/// A mask that is right hides one place more, or one less.
Wrong mask_off_by_one(const Operation& operation, Operands operands, const Tensor&) {
  if (const auto* meant = as<Triu>(&operation)) return triu(operands[0], meant->diagonal + 1);
  if (const auto* meant = as<Tril>(&operation)) return tril(operands[0], meant->diagonal + 1);
  return {};
}

/// The right shape, but the numbers in the order in which they lay.
Wrong view_for_transpose(const Operation& operation, Operands operands, const Tensor& right) {
  if (!as<Transpose>(&operation) && !as<ReverseAxes>(&operation)) return {};
  return reshape(operands[0], right.shape());
}

Wrong dropout_not_rescaled(const Operation& operation, Operands operands, const Tensor&) {
  if (!as<Div>(&operation) || !made_by<Bernoulli>(operands[0])) return {};
  return clone(operands[0]);
}

/// Rescaled by p for 1 - p, which shows wherever the two differ.
Wrong dropout_rescaled_by_p(const Operation& operation, Operands operands, const Tensor&) {
  if (!as<Div>(&operation) || !made_by<Bernoulli>(operands[0])) return {};
  return operands[0] / (1 - operands[1].item());
}

Wrong norm_without_eps(const Operation& operation, Operands operands, const Tensor&) {
  if (!as<Add>(&operation) || number(operands[1]) != LayerNorm::default_eps) return {};
  return clone(operands[0]);
}

Wrong norm_with_sample_variance(const Operation& operation, Operands operands, const Tensor&) {
  return as<RowVar>(&operation) ? Wrong(var(operands[0], -1, true, true)) : Wrong();
}

Wrong norm_without_mean(const Operation& operation, Operands, const Tensor& right) {
  return as<RowMean>(&operation) ? Wrong(zeros(right.shape())) : Wrong();
}

/// What an online softmax has added up so far, left as it was under another maximum.
bool corrects(const Operation& operation, Operands operands) {
  return as<Mul>(&operation) && operands[1].name() == names::factor;
}
bool mixes_values(const Tensor& x) {
  return made_by<Matmul>(x) || (made_by<Add>(x) && made_by<Matmul>(x.operands()[1]));
}

Wrong running_sum_kept(const Operation& operation, Operands operands, const Tensor&) {
  if (!corrects(operation, operands) || mixes_values(operands[0])) return {};
  return clone(operands[0]);
}

Wrong running_output_kept(const Operation& operation, Operands operands, const Tensor&) {
  if (!corrects(operation, operands) || !mixes_values(operands[0])) return {};
  return clone(operands[0]);
}

/// The maximum of the scores that have just come, for that of all so far.
Wrong running_max_forgotten(const Operation& operation, Operands operands, const Tensor&) {
  if (!as<Amax>(&operation) || !made_by<Stack>(operands[0])) return {};
  return clone(operands[0].operands()[1]);
}

constexpr Sabotage all[] = {
    {"no root: divided by d_k", without_root},
    {"no scaling", without_scaling},
    {"softmax off by a hundredth", softmax_off},
    {"softmax of scores a tenth larger", softmax_sharper},
    {"softmax over another axis", softmax_over_another_axis},
    {"0 for -inf", zero_for_minus_infinity},
    {"mask off by one", mask_off_by_one},
    {"view for transpose", view_for_transpose},
    {"dropout not rescaled", dropout_not_rescaled},
    {"dropout rescaled by p", dropout_rescaled_by_p},
    {"LayerNorm without eps", norm_without_eps},
    {"LayerNorm with the sample's variance", norm_with_sample_variance},
    {"LayerNorm without the mean", norm_without_mean},
    {"running sum not rescaled", running_sum_kept},
    {"running output not rescaled", running_output_kept},
    {"running maximum forgotten", running_max_forgotten},
};

}  // namespace

std::span<const Sabotage> sabotages() {
  return all;
}

}  // namespace attn
