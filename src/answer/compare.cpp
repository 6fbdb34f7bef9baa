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

/// What a type of fewer bits than float32 differs by, relative to the number.
double coarseness_of(const std::string& type) {
  if (type == "bfloat16") return 1.0 / 256;
  if (type == "float16" || type == "half") return 1.0 / 2048;
  return 0;
}

/// The values of a tensor, row-major, without a copy if they lie so.
class Cells {
 public:
  explicit Cells(const Tensor& x) {
    if (x.is_contiguous()) {
      span_ = {x.data(), static_cast<std::size_t>(x.numel())};
    } else {
      copy_ = x.values();
      span_ = copy_;
    }
  }
  operator std::span<const float>() const { return span_; }
  std::span<const float> span() const { return span_; }

 private:
  std::vector<float> copy_{};
  std::span<const float> span_{};
};

}  // namespace

WrittenTensor with_every_digit(const Tensor& x) {
  Answer answer{.shape = x.shape()};
  for (const float value : x.values()) {
    answer.readings.push_back({.value = static_cast<double>(value), .decimals = 9});
  }
  return WrittenTensor(answer);
}

bool same_but_for_ones(const Shape& a, const Shape& b) {
  return without_ones(a) == without_ones(b);
}

double hides_below(std::span<const float> right) {
  double largest = 10;
  for (const float value : right) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(static_cast<double>(value)));
  }
  return -100 * largest;
}

WrittenTensor::WrittenTensor(const Answer& answer)
    : shape_(answer.shape),
      is_table_(answer.is_table),
      coarseness_(coarseness_of(answer.dtype)),
      ways_(ways_to_take_digits(answer)) {
  if (coarseness_ > 0) coarse_type_ = answer.dtype;
  values_.reserve(answer.readings.size());
  for (const Reading& reading : answer.readings) {
    values_.push_back(reading.value);
    if (reading.exponent != 0) decimals_.reset();
    if (decimals_) decimals_ = std::max<int>(*decimals_, reading.decimals);
  }
}

bool WrittenTensor::fits(const Shape& shape) const {
  if (shape == shape_) return true;
  if (!is_table_ || shape.product() != shape_.product()) return false;
  if (same_but_for_ones(shape, shape_)) return true;
  return shape.rank() > 2 && shape[shape.rank() - 1] == shape_[1];
}

double WrittenTensor::slack(double expected) const {
  const double size = std::abs(expected);
  return std::max(noise * std::max(1.0, size), coarseness_ * size);
}

bool WrittenTensor::cell_agrees(std::size_t i, double unit, bool cut_off, float expected,
                                double hidden_from) const {
  const double got = values_[i];
  const auto right = static_cast<double>(expected);
  if (std::isnan(right) || std::isnan(got)) return std::isnan(right) && std::isnan(got);
  if (std::isinf(right) || std::isinf(got)) {
    return right == got || (right < 0 && std::isinf(right) && got <= hidden_from);
  }
  const double slack = this->slack(right);
  // The numbers that are written so: half a unit around it, or one unit further from zero.
  double low = got - unit / 2;
  double high = got + unit / 2;
  if (cut_off) {
    low = got > 0 ? got : got - unit;
    high = got < 0 ? got : got + unit;
  }
  return low - slack <= right && right <= high + slack;
}

bool WrittenTensor::agree_in(const Digits& digits, bool cut_off,
                             std::span<const float> right) const {
  std::optional<double> hidden_from;  // looked for only where something is hidden
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (!hidden_from && std::isinf(right[i])) {
      hidden_from = hides_below(right);
    }
    if (!cell_agrees(i, digits.units[i], cut_off, right[i], hidden_from.value_or(0))) return false;
  }
  return true;
}

Fit WrittenTensor::agreement(std::span<const float> right) const {
  const auto agree = [&](bool cut_off) {
    return std::any_of(ways_.begin(), ways_.end(), [&](const Digits& way) {
      return (!cut_off || way.may_be_cut_off) && agree_in(way, cut_off, right);
    });
  };
  return agree(false) ? Fit::rounded : agree(true) ? Fit::cut_off : Fit::none;
}

Fit WrittenTensor::fit(std::span<const float> right) const {
  const Fit fit = agreement(right);
  if (fit != Fit::rounded) return fit;
  const Digits exact{.units = std::vector<double>(values_.size(), 0.0)};
  return agree_in(exact, false, right) ? Fit::exact : Fit::rounded;
}

Fit WrittenTensor::fit(const Tensor& x) const {
  return fits(x.shape()) ? fit(Cells(x).span()) : Fit::none;
}

bool WrittenTensor::matches(const Tensor& x) const {
  return fits(x.shape()) && agreement(Cells(x).span()) != Fit::none;
}

bool WrittenTensor::agrees(std::size_t i, float expected) const {
  const double hidden_from = hides_below({});
  return std::any_of(ways_.begin(), ways_.end(), [&](const Digits& way) {
    return cell_agrees(i, way.units[i], false, expected, hidden_from) ||
           cell_agrees(i, way.units[i], true, expected, hidden_from);
  });
}

std::vector<Size> WrittenTensor::differing(const Tensor& x) const {
  const Cells cells(x);
  const std::span<const float> right = cells.span();
  if (fit(right) != Fit::none) return {};
  const double hidden_from = hides_below(right);
  std::optional<std::vector<Size>> fewest;
  for (const Digits& way : ways_) {
    std::vector<Size> different;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!cell_agrees(i, way.units[i], false, right[i], hidden_from)) {
        different.push_back(static_cast<Size>(i));
      }
    }
    if (!fewest || different.size() < fewest->size()) fewest = std::move(different);
  }
  return *fewest;
}

std::optional<int> WrittenTensor::rounded_earlier(const Tensor& x) const {
  if (ways_.back().decimals_rounded_to < 0) return {};
  const Cells right(x);
  for (const Digits& way : ways_) {
    const bool agrees =
        agree_in(way, false, right) || (way.may_be_cut_off && agree_in(way, true, right));
    if (agrees && way.decimals_rounded_to < 0) return {};
  }
  return ways_.back().decimals_rounded_to;
}

double WrittenTensor::unit() const {
  const std::vector<double>& units = ways_.back().units;
  return units.empty() ? 0 : *std::max_element(units.begin(), units.end());
}

double WrittenTensor::information(const std::vector<Size>& but_for) const {
  const auto is_nan = [](double value) { return std::isnan(value); };
  if (std::all_of(values_.begin(), values_.end(), is_nan)) return 0;  // anything may end in it
  constexpr double enough = 100;
  constexpr double digits_of_known = 0.3;  // a number seen before: as much as a yes or no
  double digits = 0;
  std::set<double> seen;
  for (std::size_t i = 0; i < values_.size() && digits < enough; ++i) {
    if (std::binary_search(but_for.begin(), but_for.end(), static_cast<Size>(i))) continue;
    const double value = values_[i];
    const bool is_new = std::isfinite(value) && value != 0 && seen.insert(value).second;
    digits += is_new ? std::log10(1 + std::abs(value) / (ways_.back().units[i] + noise))
                     : digits_of_known;
  }
  return digits;
}

double WrittenTensor::information_beside(const Tensor& right) const {
  if (!fits(right.shape())) return information();
  const std::vector<float> numbers = right.values();
  double digits = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const double away = std::abs(values_[i] - static_cast<double>(numbers[i]));
    if (std::isfinite(away)) digits += std::log10(1 + away / (ways_.back().units[i] + noise));
  }
  return std::min(digits, information());
}

}  // namespace attn
