#include <algorithm>
#include <cmath>

#include "answer/prediction.h"
#include "answer/question_kind.h"
#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn {
namespace {

using Question = block::Question;

std::string short_computation(const Tensor& x) {
  return cut(computation(x), 80);
}

std::vector<Text> hints_of_shape(const Tensor& x) {
  std::vector<Text> hints;
  hints.push_back(x.dim() == 0
                      ? Text("수 하나이므로 축이 없습니다", "a single number: it has no axis")
                      : Text(formatted("축이 {}개입니다", x.dim()),
                             formatted("it has {} ax{}", x.dim(), x.dim() == 1 ? "is" : "es")));
  if (!x.operands().empty()) {  // what is drawn or filled has its shape in its notation
    const std::string trace = shape_trace(x);
    const std::string before = trace.substr(0, trace.rfind("→"));
    hints.emplace_back(formatted("{}: {}→ ?", short_computation(x), before));
  }
  if (x.dim() > 1) {
    std::string sizes;
    for (int axis = 0; axis + 1 < x.dim(); ++axis) sizes += formatted("{},", x.size(axis));
    hints.emplace_back(formatted("({}?)", sizes));
  }
  return hints;
}

/// Where a value lies, roughly.
Text neighbourhood(double value) {
  if (!std::isfinite(value)) return {"유한한 수가 아닙니다", "it is not a finite number"};
  const double tolerance = 2e-4 * std::max(1.0, std::abs(value));
  if (std::abs(value - std::round(value)) <= tolerance) {
    return {"정수입니다", "it is a whole number"};
  }
  const double tenths = value * 10;
  const double nearest = std::round(tenths);
  const bool is_at_an_end = std::abs(tenths - nearest) <= 10 * tolerance;  // would be given away
  const double low = (is_at_an_end ? nearest - 1 : std::floor(tenths)) / 10;
  const double high = (is_at_an_end ? nearest + 1 : std::floor(tenths) + 1) / 10;
  return {formatted("{:.1f}에서 {:.1f} 사이입니다", low, high),
          formatted("it lies between {:.1f} and {:.1f}", low, high)};
}

/// What is done to get a cell. A sign between two numbers is no idea yet; finding the two is.
Text idea_of(const Explanation& explanation) {
  const Operation* operation = explanation.tensor.operation();
  if (as<Div>(operation)) {
    return {"나눗셈 한 번입니다. 무엇을 무엇으로 나누는지 찾으십시오",
            "it is one division: find what is divided, and by what"};
  }
  if (as<Mul>(operation)) {
    return {"곱셈 한 번입니다. 곱할 두 수를 찾으십시오", "it is one product: find the two numbers"};
  }
  if (as<Add>(operation)) {
    return {"덧셈 한 번입니다. 더할 두 수를 찾으십시오", "it is one sum: find the two numbers"};
  }
  return in_words(explanation);
}

/// What is done, then with which tensors, then with which numbers.
std::vector<Text> hints_of_cell(const Question::Cell& asked, int decimals) {
  const Text roughly = neighbourhood(static_cast<double>(asked.tensor.at(asked.index)));
  if (!asked.tensor.operation()) return {roughly};
  const Explanation explanation = explain(asked.tensor, asked.index, 1);
  const Text operation = short_computation(asked.tensor);
  switch (explanation.derivation.kind) {
    case Derivation::Kind::number:  // whose words say what it comes to
    case Derivation::Kind::draw:
    case Derivation::Kind::less:
      return {operation, roughly};
    case Derivation::Kind::cell:
      return {{"계산한 수가 아니라 다른 칸에서 옮겨 온 수입니다",
               "nothing is computed: the number comes from another cell"},
              operation,
              in_words(explanation)};
    default:
      break;
  }
  constexpr int most_terms = 8;
  const std::string numbers =
      in_numbers(explanation.derivation, asked.tensor.operands(), decimals, most_terms);
  return {idea_of(explanation), operation, formatted("{} = ?", numbers)};
}

std::vector<Text> hints_of_count(const Question::Count& count) {
  const Size low = std::max<Size>(0, count.number - std::max<Size>(2, count.number / 3));
  const Size high = count.number + std::max<Size>(3, count.number / 5);  // it is not in the middle
  return {count.hint, Text(formatted("{}에서 {} 사이입니다", low, high),
                           formatted("it lies between {} and {}", low, high))};
}

}  // namespace

std::vector<Text> hints(const Question& question, int decimals) {
  return by_kind(
      question, [](const Tensor& x) { return hints_of_shape(x); },
      [&](const Question::Cell& cell) { return hints_of_cell(cell, decimals); },
      [](const Question::Count& count) { return hints_of_count(count); },
      [](const Question::Choice&) { return std::vector<Text>(); });
}

Text right_answer(const Question& question, int decimals) {
  return by_kind(
      question, [](const Tensor& x) { return Text(to_string(x.shape())); },
      [&](const Question::Cell& cell) {
        const float value = cell.tensor.at(cell.index);
        if (value == std::round(value)) return Text(formatted("{:.0f}", value));
        return Text(formatted("{:.{}f}", value, decimals));
      },
      [](const Question::Count& count) { return Text(std::to_string(count.number)); },
      [](const Question::Choice& choice) {
        const Text& option = choice.options[choice.right];
        return Text(formatted("{}번, {}", choice.right + 1, option.ko),
                    formatted("{}, {}", choice.right + 1, option.en));
      });
}

Text how_to_answer(const Question& question) {
  return by_kind(
      question,
      [](const Tensor&) {
        return Text("모양을 (6, 2)나 6x2처럼, 수 하나이면 ()로 답하십시오",
                    "write a shape, such as (6, 2) or 6x2, or () for a single number");
      },
      [](const Question::Cell&) {
        return Text("수를 0.23이나 1.5/sqrt(2)처럼 답하십시오",
                    "write a number, such as 0.23 or 1.5/sqrt(2)");
      },
      [](const Question::Count&) { return Text("정수로 답하십시오", "write a whole number"); },
      [](const Question::Choice& choice) {
        return Text(formatted("1부터 {}까지의 번호로 답하십시오", choice.options.size()),
                    formatted("write a number from 1 to {}", choice.options.size()));
      });
}

}  // namespace attn
