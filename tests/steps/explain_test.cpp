#include <gtest/gtest.h>

#include <cmath>

#include "catalogue.h"
#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "lesson/parse_decimal.h"
#include "sanitized.h"
#include "steps/cases.h"

/// What is said of where a number came from, taken at its word: the line of arithmetic is read
/// again and worked out, for every cell of every tensor of every page.

namespace attn::explain_test {

/// Reads and works out a line like "exp(0.5 - 1.0) ÷ (exp(0.5 - 1.0) + exp(1.0 - 1.0))".
class Calculator {
 public:
  explicit Calculator(std::string_view line) : rest_(line) {}

  double result() {
    const double value = sum();
    EXPECT_EQ(rest_, "") << "not understood";
    return value;
  }

 private:
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  double sum() {
    double value = product();
    for (;;) {
      if (take(" + ")) {
        value += product();
      } else if (take(" - ")) {
        value -= product();
      } else {
        return value;
      }
    }
  }

  double product() {
    double value = operand();
    for (;;) {
      if (take(" × ")) {
        value *= operand();
      } else if (take(" ÷ ")) {
        value /= operand();
      } else if (take(" < ")) {
        value = value < operand() ? 1 : 0;
      } else {
        return value;
      }
    }
  }

  double operand() {
    if (take("exp(")) return std::exp(inside());
    if (take("√(")) return std::sqrt(inside());
    if (take("log(")) return std::log(inside());
    if (take("erf(")) return std::erf(inside());
    if (take("tanh(")) return std::tanh(inside());
    if (take("sin(")) return std::sin(inside());
    if (take("cos(")) return std::cos(inside());
    if (take("max(")) {
      double largest = sum();
      while (take(", ")) largest = std::max(largest, sum());
      EXPECT_TRUE(take(")"));
      return largest;
    }
    if (take("(")) return inside();
    double value = NAN;
    const auto [end, error] = parse_decimal(rest_.data(), rest_.data() + rest_.size(), value);
    EXPECT_EQ(error, std::errc()) << rest_;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  double inside() {
    const double value = sum();
    EXPECT_TRUE(take(")")) << rest_;
    return value;
  }

  std::string_view rest_;
};

/// How many cells were explained, upstream ones included.
std::size_t expect_true(const Explanation& e) {
  const std::string where = cell_name(e.tensor, e.cell);
  EXPECT_NE(in_words(e).ko, "") << where;
  EXPECT_NE(in_words(e).en, "") << where;
  std::size_t explained = 1;
  if (!e.given && e.derivation.kind == Derivation::Kind::cell) {
    EXPECT_EQ(e.upstream.size(), 1U) << where;
  }
  if (!e.given && std::isfinite(e.value())) {
    const std::string line = in_numbers(e.derivation, e.tensor.operands(), 12, 1 << 20);
    // float32 loses digits in a sum, in proportion to what it adds up.
    const double terms = static_cast<double>(e.derivation.parts.size());
    EXPECT_NEAR(Calculator(line).result(), e.value(),
                (5e-6 + 1e-7 * terms) * std::max(1.0, std::abs(double{e.value()})))
        << where << ": " << line;
  }
  for (const Explanation& upstream : e.upstream) explained += expect_true(upstream);
  return explained;
}

class Explained : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(Explained, EveryCellOfEveryTensorIsWhatItsArithmeticComesTo) {
  const Settings settings = settings_from(GetParam());
  std::size_t explained = 0;
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      const Place place{chapter, &step};
      SCOPED_TRACE(id(place));
      const Page page = write_page(place, settings);
      for (const Block& block : page.blocks()) {
        const auto* matrix = std::get_if<block::Matrix>(&block);
        if (!matrix) continue;
        for_each_cell(matrix->tensor.shape(), [&](const Index& cell) {
          if (!HasFailure()) explained += expect_true(explain(matrix->tensor, cell, 2));
        });
      }
    }
  }
  EXPECT_GT(explained, 3000U);
}

const std::vector<std::vector<std::string>> settings_explained = {
    {"--input", "data/korean.csv", "--d-out", "4", "--dropout", "0.2", "--seed", "7"}, {}};
INSTANTIATE_TEST_SUITE_P(Settings, Explained, testing::ValuesIn(some_of(settings_explained)));

}  // namespace attn::explain_test
