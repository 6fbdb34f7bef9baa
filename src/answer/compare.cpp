#include "answer/compare.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace attn {
namespace {

/// What float32 may differ by when it is computed in another order.
constexpr double noise = 2e-6;

Shape without_ones(const Shape& shape) {
  Shape kept;
  for (const Size size : shape) {
    if (size != 1) kept.push_back(size);
  }
  return kept;
}

}  // namespace

WrittenTensor::WrittenTensor(const Answer& answer)
    : shape_(answer.shape), is_table_(answer.is_table) {
  int decimals = 0;
  bool is_whole = true;  // as in 2, 2. and 2.0, which nobody rounded
  for (const Reading& reading : answer.readings) {
    decimals = std::max<int>(decimals, reading.decimals);
    is_whole = is_whole && reading.decimals <= 1 && reading.exponent == 0 &&
               (!std::isfinite(reading.value) || reading.value == std::round(reading.value));
  }
  values_.reserve(answer.readings.size());
  halves_.reserve(answer.readings.size());
  for (const Reading& reading : answer.readings) {
    values_.push_back(reading.value);
    halves_.push_back(is_whole ? 0 : 0.5 * std::pow(10.0, reading.exponent - decimals));
  }
}

bool WrittenTensor::fits(const Shape& shape) const {
  if (shape == shape_) return true;
  if (!is_table_ || shape.product() != shape_.product()) return false;
  if (without_ones(shape) == without_ones(shape_)) return true;
  return shape.rank() > 2 && shape[shape.rank() - 1] == shape_[1];
}

bool WrittenTensor::agrees(std::size_t i, float expected, double halves) const {
  const double got = values_[i];
  if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
  if (std::isinf(expected) || std::isinf(got)) return static_cast<double>(expected) == got;
  const double tolerance =
      halves * halves_[i] * 1.0001 + noise * std::max(1.0, std::abs(static_cast<double>(expected)));
  return std::abs(got - static_cast<double>(expected)) <= tolerance;
}

Size WrittenTensor::differences(const Tensor& x, double halves, Size most) const {
  Size different = 0;
  const auto compare = [&](const float* cells) {
    for (std::size_t i = 0; i < values_.size() && different < most; ++i) {
      if (!agrees(i, cells[i], halves)) ++different;
    }
  };
  if (x.is_contiguous()) {
    compare(x.data());
  } else {
    compare(x.values().data());
  }
  return different;
}

double WrittenTensor::information() const {
  const auto is_nan = [](double value) { return std::isnan(value); };
  if (std::all_of(values_.begin(), values_.end(), is_nan)) return 0;  // anything may end in it
  constexpr double enough = 100;
  constexpr double digits_of_known = 0.3;  // a number seen before: as much as a yes or no
  double digits = 0;
  std::set<double> seen;
  for (std::size_t i = 0; i < values_.size() && digits < enough; ++i) {
    const double value = values_[i];
    const bool is_new = std::isfinite(value) && value != 0 && seen.insert(value).second;
    digits += is_new ? std::log10(1 + std::abs(value) / (2 * halves_[i] + noise)) : digits_of_known;
  }
  return digits;
}

}  // namespace attn
