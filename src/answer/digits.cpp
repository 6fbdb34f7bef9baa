#include "answer/digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace attn {
namespace {

/// 10 to the power of `place`, for the places that numbers in float range can have.
double power_of_ten(int place) {
  constexpr int least = -340;
  constexpr int most = 308;
  static const auto powers = [] {
    std::array<double, most - least + 1> table{};
    for (int i = least; i <= most; ++i) {
      table[static_cast<std::size_t>(i - least)] = std::pow(10.0, i);
    }
    return table;
  }();
  return powers[static_cast<std::size_t>(std::clamp(place, least, most) - least)];
}

/// The place of the last digit of a number, as a power of ten: -4 for 0.2098.
int last_place(const Reading& reading) {
  return reading.exponent - reading.decimals;
}

/// The place of the first digit: -1 for 0.2098.
int first_place(double value) {
  const int place = static_cast<int>(std::floor(std::log10(std::abs(value))));
  // A power of ten may come out of the logarithm as a little less.
  return std::abs(value) >= power_of_ten(place + 1) ? place + 1 : place;
}

bool is_number(const Reading& reading) {
  return std::isfinite(reading.value);
}

/// Whether a number has no digits behind `place`; asked of up to 15 digits only.
bool ends_at(double value, int place) {
  const double count = std::abs(value) / power_of_ten(place);
  return count < 1e15 && std::abs(count - std::round(count)) < 1e-9 + 1e-15 * count;
}

/// What all numbers of a text have in common.
struct Overview {
  bool is_whole = true;       ///< as in 2 and 2., which nobody rounded
  bool has_exponent = false;  ///< one number at least
  int place = 0;              ///< the lowest place of a digit
  int digits = 0;             ///< the most significant digits of a number
};

Overview overview(const Answer& answer) {
  Overview all;
  for (const Reading& reading : answer.readings) {
    if (!is_number(reading)) continue;
    all.is_whole = all.is_whole && reading.decimals == 0 && reading.exponent == 0;
    all.has_exponent = all.has_exponent || reading.exponent != 0;
    // -1e+09 among decimals is a mark, and tells nothing about them.
    all.place = std::min(all.place, last_place(reading));
    if (reading.value == 0) continue;
    all.digits = std::max(all.digits, first_place(reading.value) - last_place(reading) + 1);
  }
  if (answer.significant > 0) all.digits = answer.significant;
  return all;
}

/// The units of an answer whose numbers end at the places that `place_of` tells.
template <class PlaceOf>
std::vector<double> units_of(const Answer& answer, PlaceOf place_of) {
  std::vector<double> units;
  units.reserve(answer.readings.size());
  for (const Reading& reading : answer.readings) units.push_back(power_of_ten(place_of(reading)));
  return units;
}

/// A half or a quarter, a tenth: programs give such numbers without rounding.
bool is_plain_fraction(double value) {
  return ends_at(value * 8, 0) || ends_at(value * 10, 0);
}

/// The numbers of a text with different digits, each by its own. What is short because it is 0, 1
/// or 0.5 is not.
int place_by_hand(const Reading& reading, int place) {
  if (reading.decimals < 2 || is_plain_fraction(reading.value)) return place;
  return std::max(place, last_place(reading));
}

/// The place at which every number ends, if it lies before the last that was written and that can
/// be no chance.
std::optional<int> place_rounded_to(const Answer& answer, const Overview& all) {
  int place = 0;
  int last = std::numeric_limits<int>::min();
  std::set<double> values;
  std::size_t count = 0;
  for (const Reading& reading : answer.readings) {
    if (!is_number(reading) || reading.value == 0) continue;
    ++count;
    last = std::max(last, last_place(reading));
    while (place > all.place && !ends_at(reading.value, place)) --place;
    if (values.size() < 8) values.insert(std::abs(reading.value));
  }
  if (place >= 0 || last >= place) return {};
  const auto zeros = static_cast<std::size_t>(place - last) * count;
  if (place == -1) {
    const bool differ = std::count_if(values.begin(), values.end(),
                                      [](double value) { return !ends_at(value, 0); }) >= 2;
    return zeros >= 3 && differ ? std::optional(place) : std::nullopt;
  }
  const bool is_chance = std::all_of(values.begin(), values.end(), is_plain_fraction);
  return zeros >= 2 && !is_chance ? std::optional(place) : std::nullopt;
}

}  // namespace

std::vector<Digits> ways_to_take_digits(const Answer& answer) {
  const Overview all = overview(answer);
  if (all.is_whole) return {{.units = std::vector<double>(answer.readings.size(), 0.0)}};
  std::vector<Digits> ways;
  const auto add = [&](Digits digits) {
    const auto same = [&](const Digits& other) { return other.units == digits.units; };
    if (std::none_of(ways.begin(), ways.end(), same)) ways.push_back(std::move(digits));
  };
  const bool has_three = all.place <= -3;
  const auto decimal = [&](const Reading&) { return all.place; };
  const auto significant = [&](const Reading& reading) {
    if (!is_number(reading) || reading.value == 0) return all.place;
    return first_place(reading.value) - all.digits + 1;
  };
  const auto add_significant = [&] {
    add({.units = units_of(answer, significant), .may_be_cut_off = has_three && all.digits >= 3});
  };
  const auto add_rounded = [&](int place) {
    add({.units = units_of(answer, [&](const Reading&) { return place; }),
         .may_be_cut_off = place <= -3,
         .decimals_rounded_to = -place});
  };
  if (answer.has_all_digits) {
    add({.units = units_of(answer, decimal)});
    // Halves, as a machine holds them, were hardly rounded to them.
    const std::optional<int> place = place_rounded_to(answer, all);
    if (place && *place <= -2) add_rounded(*place);
    return ways;
  }
  const bool is_significant = answer.significant > 0 || all.has_exponent;
  if (is_significant) add_significant();
  if (answer.significant == 0) {
    add({.units = units_of(answer, decimal), .may_be_cut_off = has_three});
    // Of fewer digits 1.0 beside 0.0001 would be anything near one.
    if (!is_significant && all.digits >= 3) add_significant();
  }
  if (!all.has_exponent) {
    add({.units = units_of(
             answer, [&](const Reading& reading) { return place_by_hand(reading, all.place); })});
  }
  if (const std::optional<int> place = place_rounded_to(answer, all)) add_rounded(*place);
  return ways;
}

}  // namespace attn
