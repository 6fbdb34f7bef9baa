#include "answer/symptoms.h"

#include <algorithm>
#include <cmath>

#include "tensor/operation.h"

namespace attn {
namespace {

struct Sums {
  std::vector<double> rows, columns;  ///< of the first matrix that is wrong, or of all
};

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

/// Whether numbers of four or more decimals may have been meant to add up to one.
bool is_one(double sum) {
  return std::abs(sum - 1) < 5e-3;
}
bool all_ones(const std::vector<double>& sums) {
  return std::all_of(sums.begin(), sums.end(), is_one);
}

std::vector<double> as_doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

void not_a_number(const Tensor& expected, const WrittenTensor& got, std::vector<Text>& found) {
  const std::vector<float> right = expected.values();
  for (std::size_t i = 0; i < right.size(); ++i) {
    const double value = got.values()[i];
    if (std::isfinite(value) || !std::isfinite(right[i])) continue;
    const std::string word = std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    if (std::isnan(value)) {
      found.emplace_back(
          formatted(
              "{}이 있습니다. 0/0이나 inf - inf에서 나옵니다. 점수가 모두 -inf인 행에 softmax를 "
              "취했거나, exp가 넘쳤거나, 0과 -inf를 곱했을 때입니다",
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
  if (columns < 2 || !all_ones(row_sums(as_doubles(expected.values()), columns))) return;
  const std::vector<double> sums = row_sums(got.values(), columns);
  const auto wrong = std::find_if(sums.begin(), sums.end(),
                                  [](double sum) { return std::isfinite(sum) && !is_one(sum); });
  if (wrong == sums.end()) return;
  const auto row = wrong - sums.begin() + 1;
  if (expected.dim() >= 2 && all_ones(column_sums(got.values(), expected.size(-2), columns))) {
    found.emplace_back("행이 아니라 열의 합이 1입니다", "the columns sum to 1, not the rows");
  } else if (expected.dim() == 1) {
    found.emplace_back(formatted("합이 1이어야 하는데 {:.4f}입니다", *wrong),
                       formatted("the sum should be 1 and is {:.4f}", *wrong));
  } else {
    found.emplace_back(formatted("{}번째 행의 합이 1이어야 하는데 {:.4f}입니다", row, *wrong),
                       formatted("row {} should sum to 1 and sums to {:.4f}", row, *wrong));
  }
}

/// Whether a cell is hidden: a weight of 0, a score of -inf.
bool is_hidden(double value) {
  return value == 0 || value == -std::numeric_limits<double>::infinity();
}

void pattern_of_mask(const Tensor& expected, const WrittenTensor& got, std::vector<Text>& found) {
  if (expected.dim() < 2 || expected.size(-1) != expected.size(-2)) return;
  bool hides_future = expected.size(-1) > 1;
  for_each_cell(expected.shape(), [&](const Index& cell) {
    const int last = expected.dim() - 1;
    const bool future = cell[last] > cell[last - 1];
    hides_future = hides_future && is_hidden(static_cast<double>(expected.at(cell))) == future;
  });
  if (!hides_future) return;
  Size shown = 0;
  Size hidden = 0;
  Size hidden_selves = 0;
  std::size_t i = 0;
  for_each_cell(expected.shape(), [&](const Index& cell) {
    const int last = expected.dim() - 1;
    const bool is_future = cell[last] > cell[last - 1];
    const bool is_hidden_here = is_hidden(got.values()[i++]);
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

/// Writes a derivation as one line of arithmetic.
class ArithmeticWriter {
 public:
  explicit ArithmeticWriter(Operands operands) : operands_(operands) {}

  std::string operator()(const Derivation& d) const {
    using Kind = Derivation::Kind;
    switch (d.kind) {
      case Kind::cell:
        return number(operands_[static_cast<std::size_t>(d.operand)].at(d.index));
      case Kind::number:
      case Kind::draw:
        return number(static_cast<float>(d.value));
      case Kind::sum:
        return listed(d.parts, " + ");
      case Kind::product:
        return bracketed(d.parts, " × ");
      case Kind::difference:
        return bracketed(d.parts, " - ");
      case Kind::quotient:
        return bracketed(d.parts, " ÷ ");
      case Kind::exp:
        return "exp(" + (*this)(d.parts[0]) + ")";
      case Kind::sqrt:
        return "√(" + (*this)(d.parts[0]) + ")";
      case Kind::max:
        return "max(" + listed(d.parts, ", ") + ")";
      case Kind::less:
        return bracketed(d.parts, " < ");
    }
    return "";
  }

 private:
  static std::string number(float value) { return formatted("{:.4f}", value); }

  /// Long sums show their first three terms and the last.
  std::string listed(const std::vector<Derivation>& parts, std::string_view between) const {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool is_left_out = parts.size() > 5 && i >= 3 && i + 1 < parts.size();
      if (is_left_out && i > 3) continue;
      line += formatted("{}{}", i > 0 ? between : "", is_left_out ? "…" : (*this)(parts[i]));
    }
    return line;
  }

  std::string bracketed(const std::vector<Derivation>& parts, std::string_view between) const {
    std::string line;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto kind = parts[i].kind;
      using Kind = Derivation::Kind;
      const bool is_simple = kind == Kind::cell || kind == Kind::number || kind == Kind::draw ||
                             kind == Kind::exp || kind == Kind::sqrt || kind == Kind::max ||
                             parts[i].parts.size() == 1;
      const std::string part = (*this)(parts[i]);
      line += formatted("{}{}{}{}", i > 0 ? between : "", is_simple ? "" : "(", part,
                        is_simple ? "" : ")");
    }
    return line;
  }

  Operands operands_;
};

}  // namespace

std::vector<Text> symptoms(const Tensor& expected, const WrittenTensor& got) {
  std::vector<Text> found;
  not_a_number(expected, got, found);
  sums_of_rows(expected, got, found);
  pattern_of_mask(expected, got, found);
  return found;
}

std::string cell_in_words(const Tensor& x, const Index& cell) {
  std::string places;
  std::string names;
  for (int axis = 0; axis < cell.rank(); ++axis) {
    places += formatted("{}{}", axis > 0 ? "," : "", cell[axis]);
    if (const Labels* labels = x.labels(axis)) {
      names += formatted("{}'{}'", names.empty() ? "" : ", ",
                         (*labels)[static_cast<std::size_t>(cell[axis])]);
    }
  }
  return names.empty() ? formatted("[{}]", places) : formatted("[{}] ({})", places, names);
}

std::string arithmetic(const Tensor& x, const Index& cell) {
  if (!x.operation() || x.operands().empty()) return "";
  const Derivation derivation = x.operation()->explain(x.operands(), cell);
  if (derivation.parts.empty()) return "";
  return formatted("{} = {:.4f}", ArithmeticWriter(x.operands())(derivation), x.at(cell));
}

}  // namespace attn
