#include "answer/symptoms.h"

#include <algorithm>
#include <cmath>

#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "tensor/operation.h"

namespace attn {
namespace {

/// Sums along the last axis.
std::vector<double> row_sums(const std::vector<double>& values, Size columns) {
  std::vector<double> sums(values.size() / static_cast<std::size_t>(columns), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[i / static_cast<std::size_t>(columns)] += values[i];
  }
  return sums;
}

/// Sums along the axis before it, of the first matrix.
std::vector<double> column_sums(const std::vector<double>& values, Size rows, Size columns) {
  std::vector<double> sums(static_cast<std::size_t>(columns), 0.0);
  for (Size i = 0; i < rows * columns; ++i) {
    sums[static_cast<std::size_t>(i % columns)] += values[static_cast<std::size_t>(i)];
  }
  return sums;
}

/// Whether all sums may have been meant to be one, each off by `rounding` at most.
bool is_one(double sum, double rounding) {
  return std::abs(sum - 1) < std::max(5e-3, rounding);
}
bool all_ones(const std::vector<double>& sums, double rounding) {
  return std::all_of(sums.begin(), sums.end(), [&](double sum) { return is_one(sum, rounding); });
}

std::vector<double> as_doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

void not_a_number(const Tensor& expected, const WrittenTensor& got, std::vector<Text>& found) {
  const std::vector<float> right = expected.values();
  const bool may_be_hidden = std::any_of(
      right.begin(), right.end(), [](float value) { return std::isinf(value) && value < 0; });
  for (std::size_t i = 0; i < right.size(); ++i) {
    const double value = got.values()[i];
    if (std::isfinite(value) || !std::isfinite(right[i])) continue;
    if (may_be_hidden && std::isinf(value) && value < 0) continue;  // the mask's pattern tells
    const std::string word = std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    if (std::isnan(value)) {
      found.emplace_back(
          formatted(
              "{}이 있습니다. 0/0이나 inf - inf에서 나옵니다. 점수가 모두 -inf인 행에 softmax를 "
              "취하거나, exp가 넘치거나, 0과 -inf를 곱하면 생깁니다",
              word),
          formatted("there is a {}: it comes from 0/0 or inf - inf, as when softmax meets a row of "
                    "nothing but -inf, exp overflows, or 0 is multiplied by -inf",
                    word));
    } else {
      found.emplace_back(
          formatted("{}가 있습니다. 가린 점수가 softmax를 거치지 않고 남았거나 exp가 넘친 것입니다",
                    word),
          formatted("there is an {}: masked scores that never went through softmax, or an exp that "
                    "overflowed",
                    word));
    }
    return;
  }
}

void sums_of_rows(const Tensor& expected, const WrittenTensor& got, std::vector<Text>& found) {
  if (expected.dim() == 0) return;
  const Size columns = expected.size(-1);
  if (columns < 2 || !all_ones(row_sums(as_doubles(expected.values()), columns), 0)) return;
  const std::vector<double> sums = row_sums(got.values(), columns);
  const double rounding = got.unit() / 2 * static_cast<double>(columns) * 1.001;
  const auto wrong = std::find_if(sums.begin(), sums.end(), [&](double sum) {
    return std::isfinite(sum) && !is_one(sum, rounding);
  });
  if (wrong == sums.end()) return;
  const auto row = wrong - sums.begin() + 1;
  const double of_columns =
      expected.dim() < 2 ? 0 : got.unit() / 2 * static_cast<double>(expected.size(-2)) * 1.001;
  if (expected.dim() >= 2 &&
      all_ones(column_sums(got.values(), expected.size(-2), columns), of_columns)) {
    found.emplace_back("행이 아니라 열의 합이 1입니다", "the columns sum to 1, not the rows");
  } else if (expected.dim() == 1) {
    found.emplace_back(formatted("합이 1이어야 하는데 {:.4f}입니다", *wrong),
                       formatted("the sum should be 1 and is {:.4f}", *wrong));
  } else {
    found.emplace_back(formatted("{}행의 합이 1이어야 하는데 {:.4f}입니다", row, *wrong),
                       formatted("row {} should sum to 1 and sums to {:.4f}", row, *wrong));
  }
}

/// Whether a cell is hidden: a weight of 0, a score of -inf or so low that it counts as that.
bool is_hidden(double value, double hides_below) {
  return value == 0 || value <= hides_below;
}

void pattern_of_mask(const Tensor& expected, const WrittenTensor& got, std::vector<Text>& found) {
  if (expected.dim() < 2 || expected.size(-1) != expected.size(-2)) return;
  const std::vector<float> right = expected.values();
  const double low = hides_below(right);
  bool hides_future = expected.size(-1) > 1;
  for_each_cell(expected.shape(), [&](const Index& cell) {
    const int last = expected.dim() - 1;
    const bool future = cell[last] > cell[last - 1];
    hides_future = hides_future && is_hidden(static_cast<double>(expected.at(cell)), low) == future;
  });
  if (!hides_future) return;
  Size shown = 0;
  Size hidden = 0;
  Size hidden_selves = 0;
  std::size_t i = 0;
  for_each_cell(expected.shape(), [&](const Index& cell) {
    const int last = expected.dim() - 1;
    const bool is_future = cell[last] > cell[last - 1];
    const double value = got.values()[i++];
    if (std::isnan(value)) return;
    const bool is_hidden_here = is_hidden(value, low);
    if (is_future && !is_hidden_here) ++shown;
    if (!is_future && is_hidden_here) {
      ++hidden;
      if (cell[last] == cell[last - 1]) ++hidden_selves;
    }
  });
  if (shown > 0) {
    found.emplace_back(formatted("가려야 할 미래의 칸 {}개가 보입니다", shown),
                       formatted("{} cells of the future are not hidden", shown));
  }
  if (hidden_selves > 0 && hidden == hidden_selves) {
    found.emplace_back(formatted("대각선의 칸 {}개가 가려져 있습니다", hidden),
                       formatted("{} cells of the diagonal are hidden", hidden));
  } else if (hidden > 0) {
    found.emplace_back(formatted("보여야 할 칸 {}개가 가려져 있습니다", hidden),
                       formatted("{} cells that should be seen are hidden", hidden));
  }
}

}  // namespace

std::vector<Text> symptoms(const Tensor& expected, const WrittenTensor& got) {
  std::vector<Text> found;
  not_a_number(expected, got, found);
  sums_of_rows(expected, got, found);
  pattern_of_mask(expected, got, found);
  return found;
}

std::string cell_in_words(const Tensor& x, const Index& cell) {
  const std::string names = cell_labels(x, cell);
  return names.empty() ? subscript(cell) : formatted("{} ({})", subscript(cell), names);
}

Text arithmetic(const Tensor& x, const Index& cell) {
  if (!x.operation() || x.operands().empty()) return {};
  const Derivation derivation = x.operation()->explain(x.operands(), cell);
  if (derivation.parts.empty()) return {};
  const std::string result = formatted("{:.4f}", x.at(cell));
  const std::string line = in_numbers(derivation, x.operands(), 4, 4) + " = " + result;
  const std::string printed = formatted("{:.4f}", as_printed(derivation, x.operands(), 4));
  if (printed == result) return line;
  return {formatted("{} (적힌 수로 계산하면 {}: 반올림 때문입니다)", line, printed),
          formatted("{} (the numbers as printed come to {}: rounding)", line, printed)};
}

}  // namespace attn
