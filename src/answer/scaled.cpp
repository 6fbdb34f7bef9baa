#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <utility>

#include "answer/numbers_of_step.h"
#include "answer/relations.h"
#include "lesson/korean.h"
#include "tensor/operations.h"

namespace attn {
namespace {

constexpr double digits_of_no_chance = 3;
constexpr double everything = std::numeric_limits<double>::infinity();

/// The numbers that may stand for another, as far as the digits tell.
struct Between {
  double low = -everything;
  double high = everything;

  void narrow(double from, double to) {
    low = std::max(low, std::min(from, to));
    high = std::min(high, std::max(from, to));
  }
  bool empty() const { return low > high; }
  bool contains(double x) const { return low <= x && x <= high; }
  double middle() const { return (low + high) / 2; }
};

/// Some of a tensor's numbers, and what was written for them.
struct Pairs {
  std::vector<double> right{}, got{};
  double unit = 0;

  /// How far a written number may be from what was meant.
  double reach(std::size_t i) const { return unit + 2e-6 * std::max(1.0, std::abs(got[i])); }
  /// How many numbers of different size there are that say something.
  std::size_t telling() const {
    std::set<double> sizes;
    for (std::size_t i = 0; i < right.size(); ++i) {
      if (std::isfinite(right[i]) && std::abs(got[i]) > 20 * reach(i)) {
        sizes.insert(std::round(std::abs(right[i]) / (unit + 2e-6)));
      }
    }
    return sizes.size();
  }
};

bool are_same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// What all are multiplied by; nothing if they are not by one number.
std::optional<Between> factor_of(const Pairs& pairs) {
  Between factor;
  for (std::size_t i = 0; i < pairs.right.size(); ++i) {
    const double right = pairs.right[i];
    const double got = pairs.got[i];
    if (!std::isfinite(right) || !std::isfinite(got)) {
      if (!are_same(right, got)) return {};
    } else if (std::abs(right) < 1e-12) {
      if (std::abs(got) > pairs.reach(i)) return {};
    } else {
      factor.narrow((got - pairs.reach(i)) / right, (got + pairs.reach(i)) / right);
    }
  }
  return factor.empty() ? std::nullopt : std::optional(factor);
}

/// What was added to all.
std::optional<Between> offset_of(const Pairs& pairs) {
  Between offset;
  for (std::size_t i = 0; i < pairs.right.size(); ++i) {
    const double right = pairs.right[i];
    const double got = pairs.got[i];
    if (!std::isfinite(right) || !std::isfinite(got)) {
      if (!are_same(right, got)) return {};
    } else {
      offset.narrow(got - right - pairs.reach(i), got - right + pairs.reach(i));
    }
  }
  return offset.empty() ? std::nullopt : std::optional(offset);
}

Pairs pairs_of(const Tensor& x, const WrittenTensor& got, std::size_t from, std::size_t count) {
  const std::vector<float> values = x.values();
  Pairs pairs{.unit = got.unit()};
  for (std::size_t i = from; i < from + count; ++i) {
    pairs.right.push_back(static_cast<double>(values[i]));
    pairs.got.push_back(got.values()[i]);
  }
  return pairs;
}

/// A number's name if it has one between these.
std::optional<NamedNumber> named_between(const Tensor& x, const Between& between) {
  for (const NamedNumber& number : numbers_of_step(x)) {
    if (between.contains(number.value)) return number;
  }
  return {};
}

/// As many digits of a number as are known, at most four decimals, and no zeros at the end.
std::string known_digits(const Between& between) {
  const double width = std::max(between.high - between.low, 1e-4);
  const int decimals = static_cast<int>(std::clamp(std::floor(-std::log10(width)), 0.0, 4.0));
  return formatted("{:.{}g}", std::stod(formatted("{:.{}f}", between.middle(), decimals)), 10);
}

Relation multiplied(const Tensor& x, const Between& factor) {
  const std::string& name = x.name();
  if (factor.contains(-1)) {
    return {Relation::Kind::factor,
            {formatted("{}의 수와 부호가 모두 반대입니다", name),
             formatted("these are the numbers of {} with the opposite sign", name)}};
  }
  const auto times = named_between(x, factor);
  if (times && !times->divides) {
    return {
        Relation::Kind::factor,
        {formatted_ko("모든 수가 {}의 {}배입니다{}", name, times->symbol, times->meaning),
         formatted("every number is {} times that of {}{}", times->symbol, name, times->meaning)}};
  }
  if (times) {
    return {Relation::Kind::factor,
            {formatted_ko("모든 수가 {}의 수를 {}[으로/로] 나눈 것입니다{}", name, times->symbol,
                          times->meaning),
             formatted("every number is that of {} divided by {}{}", name, times->symbol,
                       times->meaning)}};
  }
  const std::string number = known_digits(factor);
  return {Relation::Kind::factor,
          {formatted("모든 수가 {}의 {}배입니다", name, number),
           formatted("every number is {} times that of {}", number, name)}};
}

Relation added(const Tensor& x, const Between& offset) {
  const auto number = named_between(x, {-offset.high, -offset.low});
  const auto more = named_between(x, offset);
  const bool is_less = offset.middle() < 0;
  const auto& named = is_less ? number : more;
  const bool is_named = named && !named->divides;
  const std::string size =
      is_named ? named->symbol
               : known_digits(is_less ? Between{-offset.high, -offset.low} : offset);
  const std::string meaning = is_named ? named->meaning : "";
  return {Relation::Kind::offset,
          {formatted_ko("모든 수가 {}의 수보다 {}만큼 {}{}", x.name(), size,
                        is_less ? "작습니다" : "큽니다", meaning),
           formatted("every number is {} {} than that of {}{}", size, is_less ? "less" : "more",
                     x.name(), meaning)}};
}

/// Numbers as one reads them in a row: "×0.5, ×1.2, …".
std::string list_of(const std::vector<Between>& all, std::string_view sign) {
  constexpr std::size_t most = 6;
  std::vector<std::string> words;
  for (const Between& one : all) {
    if (words.size() == most) break;
    words.push_back(formatted("{}{}", sign, known_digits(one)));
  }
  return joined(words, ", ") + (all.size() > most ? ", …" : "");
}

/// What each row alone was multiplied by, or had added to it; nothing if that leaves `same` in all
/// but one, or if a row is another's for all its numbers tell.
template <class Find>
std::vector<Between> of_each_row(const Tensor& x, const WrittenTensor& got, double same,
                                 Find find) {
  std::vector<Between> found;
  if (x.dim() < 2 || x.size(-1) < 3) return found;
  const auto columns = static_cast<std::size_t>(x.size(-1));
  int telling = 0;
  for (std::size_t from = 0; from < got.values().size(); from += columns) {
    const Pairs row = pairs_of(x, got, from, columns);
    const std::optional<Between> between = find(row);
    if (!between) return {};
    if (row.telling() >= 3 && !between->contains(same)) ++telling;
    found.push_back(*between);
  }
  return telling >= 2 ? found : std::vector<Between>();
}

/// Whether each row sums to 1: one that is multiplied by a number then sums to that number.
bool rows_sum_to_one(const Tensor& x) {
  const std::vector<float> sums = sum(x, -1).values();
  return std::all_of(sums.begin(), sums.end(), [](float sum) { return std::abs(sum - 1) < 1e-4F; });
}

}  // namespace

std::optional<Relation> as_factor(const Tensor& x, const WrittenTensor& got) {
  if (!got.fits(x.shape()) || got.information_beside(x) < digits_of_no_chance) return {};
  const Pairs all = pairs_of(x, got, 0, got.values().size());
  const auto factor = factor_of(all);
  if (factor && all.telling() >= 3 && !factor->contains(1)) return multiplied(x, *factor);
  const std::vector<Between> rows = of_each_row(x, got, 1, factor_of);
  if (rows.empty()) return {};
  const std::string list = list_of(rows, "×");
  if (rows_sum_to_one(x)) {
    return Relation{
        Relation::Kind::factor,
        {formatted("행마다 {}의 행에 그 행의 합을 곱한 것입니다: {}. 행의 합으로 나누지 "
                   "않았습니다",
                   x.name(), list),
         formatted("each row is that of {} times its own sum: {}. It was not divided "
                   "by that sum",
                   x.name(), list)}};
  }
  return Relation{
      Relation::Kind::factor,
      {formatted("행마다 {}의 행에 한 수를 곱한 것입니다: {}", x.name(), list),
       formatted("each row is that of {} times a number of its own: {}", x.name(), list)}};
}

std::optional<Relation> as_offset(const Tensor& x, const WrittenTensor& got) {
  if (!got.fits(x.shape()) || got.information_beside(x) < digits_of_no_chance) return {};
  const Pairs all = pairs_of(x, got, 0, got.values().size());
  const auto offset = offset_of(all);
  if (offset && all.telling() >= 3 && !offset->contains(0)) return added(x, *offset);
  const std::vector<Between> rows = of_each_row(x, got, 0, offset_of);
  if (rows.empty()) return {};
  const std::string list = list_of(rows, "");
  return Relation{
      Relation::Kind::offset,
      {formatted("행마다 {}의 행에 한 수를 더한 것입니다: {}", x.name(), list),
       formatted("each row is that of {} with a number of its own added: {}", x.name(), list)}};
}

}  // namespace attn
