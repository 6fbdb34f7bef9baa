#include "answer/prediction.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "answer/diagnose.h"
#include "answer/program.h"
#include "answer/scan.h"
#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
#include "lesson/user_error.h"
#include "tensor/graph.h"

namespace attn {
namespace {

using Kind = Judgement::Kind;
using Question = block::Question;

// ---- What was typed -----------------------------------------------------------------------------

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// The sizes in "(6, 2)", "6x2", "6 × 2", "torch.Size([6, 2])"; none of "()"; nothing if it is no
/// shape.
std::optional<Shape> read_shape(std::string_view typed) {
  std::string text = lower(typed);
  const auto leave_out = [&](std::string_view word, char instead) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
      text[at] = instead;
      text.erase(at + 1, word.size() - 1);
    }
  };
  leave_out("torch.size", ' ');
  for (const std::string_view word : {"×", " by ", "행", "열"}) leave_out(word, 'x');
  if (text == "scalar" || text == "스칼라") return Shape();
  Shape shape;
  bool is_separated = true;  // from the number before
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (std::isdigit(static_cast<unsigned char>(c))) {
      Size size = 0;
      const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), size);
      if (error != std::errc() || !is_separated || shape.rank() == Dims::max_rank) return {};
      shape.push_back(size);
      at = static_cast<std::size_t>(end - text.data());
      is_separated = false;
    } else if (std::string_view("()[]{}, x*").find(c) != std::string_view::npos) {
      is_separated = true;
      ++at;
    } else {
      return {};
    }
  }
  const bool is_empty = shape.rank() == 0 && text.find_first_of("([") == std::string::npos;
  if (is_empty) return {};
  return shape;
}

/// A number as it was typed, and how many places it has.
struct Typed {
  double value;
  int places;  ///< behind the point, at most; a fraction has as many as it takes
};

/// What stands above and below the line in "1/3" and "1 ÷ 3"; nothing if it is no fraction.
std::optional<std::pair<std::string_view, std::string_view>> sides_of_fraction(
    std::string_view typed) {
  for (const std::string_view line : {"/", "÷"}) {
    const std::size_t at = typed.find(line);
    if (at == std::string_view::npos) continue;
    return std::pair(trimmed(typed.substr(0, at)), trimmed(typed.substr(at + line.size())));
  }
  return {};
}

/// "0.23", ".2379", "1e-3", "-inf", "1/3"; nothing if it is no number that float32 could hold.
std::optional<Typed> read_number(std::string_view typed) {
  const auto whole = [](std::string_view text) -> std::optional<Typed> {
    std::size_t at = 0;
    try {
      const auto reading = scan_number({text, ""}, at);
      if (!reading || at < text.size()) return {};
      return Typed{reading->value, reading->decimals - reading->exponent};
    } catch (const UserError&) {
      return {};  // out of range
    }
  };
  const auto sides = sides_of_fraction(typed);
  if (!sides) return whole(typed);
  const auto above = whole(sides->first);
  const auto below = whole(sides->second);
  if (!above || !below || below->value == 0) return {};
  return Typed{above->value / below->value, 6};
}

/// As much as the shown digits of operands may leave open.
double slack(double value) {
  return 2e-4 * std::max(1.0, std::abs(value));
}

/// Whether a value was meant, rounded or cut off at the places typed.
bool is_meant(const Typed& typed, double value) {
  if (!std::isfinite(value) || !std::isfinite(typed.value)) {
    return typed.value == value || (std::isnan(typed.value) && std::isnan(value));
  }
  if (std::abs(typed.value - value) <= slack(value)) return true;
  if (std::abs(value * 100 - std::round(value * 100)) < 0.02) return false;  // has two places
  const double scale = std::pow(10.0, std::min(typed.places, 9));
  const double tiny = 1e-6 * std::max(1.0, std::abs(value));
  return std::abs(typed.value - std::round(value * scale) / scale) < tiny ||
         std::abs(typed.value - std::trunc(value * scale) / scale) < tiny;
}

WrittenTensor as_written(const Shape& shape, const Typed& typed) {
  Answer answer;
  answer.shape = shape;
  const auto places = static_cast<std::int16_t>(std::clamp(typed.places, 0, 9));
  answer.readings.push_back({.value = typed.value, .decimals = places});
  return WrittenTensor(answer);
}

// ---- Judging ------------------------------------------------------------------------------------

Text slips_in_words(const std::vector<const Mistake*>& mistakes) {
  const FixedText& text = mistakes.front()->text;
  return {formatted("이런 실수를 하면 그 답이 나옵니다: {}", text.ko),
          formatted("A mistake that gives this answer: {}", text.en)};
}

/// As much of a tensor's name, or of its computation, as is repeated.
std::string short_expression(const Tensor& x) {
  return cut(expression(x), 80);
}

bool is_reordered(const Shape& a, const Shape& b) {
  return a.rank() == b.rank() && std::is_permutation(a.begin(), a.end(), b.begin(), b.end());
}

/// A tensor on the way to x, the nearest to it, that has this shape.
std::optional<Tensor> upstream_of_shape(const Tensor& x, const Shape& shape) {
  std::optional<Tensor> found;
  for (const Tensor& tensor : Program(x).tensors()) {
    for (const Tensor& operand : tensor.operands()) {
      if (operand.shape() == shape && operand.dim() > 0) found = operand;
    }
  }
  return found;
}

Judgement judge_shape(const Tensor& x, std::string_view typed, const Question& question) {
  const auto shape = read_shape(typed);
  if (!shape) return {Kind::unclear, how_to_answer(question)};
  if (*shape == x.shape()) return {Kind::right};
  if (x.operation()) {
    const auto slips = mistakes_of_shape(x, as_written(*shape, {}));
    if (!slips.empty()) return {Kind::wrong, slips_in_words(slips)};
    if (const auto upstream = upstream_of_shape(x, *shape)) {
      const std::string name = short_expression(*upstream);
      return {
          Kind::wrong,
          {formatted("그것은 {}의 모양입니다", name), formatted("that is the shape of {}", name)}};
    }
  }
  if (is_reordered(*shape, x.shape())) {
    return {Kind::wrong,
            {"크기는 맞지만 축의 순서가 다릅니다", "the sizes are right, but their order is not"}};
  }
  if (shape->rank() != x.dim()) {
    return {Kind::wrong,
            {formatted("축의 수가 다릅니다. 답한 모양은 축이 {}개입니다", shape->rank()),
             formatted("wrong number of axes: yours has {}", shape->rank())}};
  }
  return {Kind::wrong};
}

/// The cell of a tensor with that value, if there is just one.
std::optional<Index> only_cell_like(const Tensor& x, const Typed& typed) {
  std::optional<Index> found;
  bool is_one = true;
  for_each_cell(x.shape(), [&](const Index& cell) {
    if (!is_meant(typed, static_cast<double>(x.at(cell)))) return;
    is_one = !found;
    found = cell;
  });
  return found && is_one ? found : std::nullopt;
}

/// What the learner did instead, if the number tells: taken from another place, or computed by a
/// wrong program.
Text cause_of(const Question::Cell& asked, const Typed& typed, const std::vector<Tensor>& given) {
  const auto taken_from = [&](const Tensor& x) -> std::optional<Text> {
    const auto cell = only_cell_like(x, typed);
    if (!cell) return {};
    const std::string name = cell_name(x, *cell);
    return Text(formatted("그것은 {}의 값입니다", name),
                formatted("that is the value of {}", name));
  };
  for (const Tensor& tensor : given) {
    if (const auto cause = taken_from(tensor)) return *cause;
  }
  if (asked.tensor.name().empty()) return {};
  if (const auto cause = taken_from(asked.tensor)) return *cause;
  const auto slips = mistakes_of_cell(asked.tensor, asked.index, as_written({}, typed));
  return slips.empty() ? Text() : slips_in_words(slips);
}

Judgement judge_cell(const Question::Cell& asked, std::string_view text, const Question& question) {
  const auto typed = read_number(text);
  if (!typed) return {Kind::unclear, how_to_answer(question)};
  const auto value = static_cast<double>(asked.tensor.at(asked.index));
  if (is_meant(*typed, value)) {
    const bool is_exact = !std::isfinite(value) || std::abs(typed->value - value) <= slack(value);
    if (is_exact || typed->places >= 2) return {Kind::right};
    return {Kind::unclear,
            {"소수점 아래 두 자리까지 답하십시오", "give at least two places after the point"}};
  }
  // Two places are soon hit by chance, and so are 0 and 1.
  const bool is_whole = typed->places <= 0 && std::abs(typed->value) > 1;
  if (typed->places < 3 && !is_whole) return {Kind::wrong};
  return {Kind::wrong, cause_of(asked, *typed, question.given)};
}

Judgement judge_count(Size count, std::string_view typed, const Question& question) {
  std::string digits;
  for (const char c : typed) {
    if (c != ',' && c != '_') digits += c;  // as in 1,024
  }
  Size value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end) return {Kind::unclear, how_to_answer(question)};
  if (value == count) return {Kind::right};
  return {Kind::wrong, value < count ? Text("정답은 이보다 큽니다", "it is more")
                                     : Text("정답은 이보다 작습니다", "it is less")};
}

/// Without blanks, and in a language without difference between large and small letters.
std::string squeezed(std::string_view text, bool is_code) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ') kept += c;
  }
  return is_code ? kept : lower(kept);
}

Judgement judge_choice(const Question::Choice& choice, std::string_view typed,
                       const Question& question) {
  const auto chosen = chosen_option(choice, typed);
  if (!chosen) return {Kind::unclear, how_to_answer(question)};
  return {*chosen == choice.right ? Kind::right : Kind::wrong};
}

// ---- Hints --------------------------------------------------------------------------------------

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
  if (std::abs(value - std::round(value)) <= slack(value)) {
    return {"정수입니다", "it is a whole number"};
  }
  const double tenths = value * 10;
  const double nearest = std::round(tenths);
  const bool is_at_an_end = std::abs(tenths - nearest) <= 10 * slack(value);  // would be given away
  const double low = (is_at_an_end ? nearest - 1 : std::floor(tenths)) / 10;
  const double high = (is_at_an_end ? nearest + 1 : std::floor(tenths) + 1) / 10;
  return {formatted("{:.1f}에서 {:.1f} 사이입니다", low, high),
          formatted("it lies between {:.1f} and {:.1f}", low, high)};
}

std::vector<Text> hints_of_cell(const Question::Cell& asked, int decimals) {
  const auto value = static_cast<double>(asked.tensor.at(asked.index));
  std::vector<Text> hints = {neighbourhood(value)};
  if (!asked.tensor.operation()) return hints;
  const Explanation explanation = explain(asked.tensor, asked.index, 1);
  const Derivation::Kind kind = explanation.derivation.kind;
  const bool is_told = kind == Derivation::Kind::number || kind == Derivation::Kind::draw ||
                       kind == Derivation::Kind::less;  // its words say what it comes to
  hints.emplace_back(short_computation(asked.tensor));
  if (kind == Derivation::Kind::cell) {
    hints.push_back(in_words(explanation));
  } else if (!is_told) {
    constexpr int most_terms = 8;
    hints.emplace_back(formatted(
        "{} = ?",
        in_numbers(explanation.derivation, asked.tensor.operands(), decimals, most_terms)));
  }
  return hints;
}

std::vector<Text> hints_of_count(const Question::Count& count) {
  const Size low = std::max<Size>(0, count.number - std::max<Size>(2, count.number / 3));
  const Size high = count.number + std::max<Size>(3, count.number / 5);  // it is not in the middle
  return {count.hint, Text(formatted("{}에서 {} 사이입니다", low, high),
                           formatted("it lies between {} and {}", low, high))};
}

/// Calls the one that is asked for.
template <class OfShape, class OfCell, class OfCount, class OfChoice>
auto by_kind(const Question& question, OfShape of_shape, OfCell of_cell, OfCount of_count,
             OfChoice of_choice) {
  if (const auto* shape = std::get_if<Question::ShapeOf>(&question.answer)) {
    return of_shape(shape->tensor);
  }
  if (const auto* cell = std::get_if<Question::Cell>(&question.answer)) return of_cell(*cell);
  if (const auto* count = std::get_if<Question::Count>(&question.answer)) return of_count(*count);
  return of_choice(std::get<Question::Choice>(question.answer));
}

}  // namespace

std::optional<std::size_t> chosen_option(const Question::Choice& choice, std::string_view typed) {
  typed = trimmed(typed);
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    const Text& option = choice.options[i];
    const bool is_code = option.ko == option.en;
    const std::string said = squeezed(typed, is_code);
    if (said == squeezed(option.ko, is_code) || said == squeezed(option.en, is_code)) return i;
  }
  std::size_t number = 0;
  const char* end = typed.data() + typed.size();
  const auto [stop, error] = std::from_chars(typed.data(), end, number);
  const std::string_view after(stop, static_cast<std::size_t>(end - stop));
  const bool is_number =
      after.empty() || after == "." || after == ")" || after == "번" || after == "번.";
  if (error != std::errc() || !is_number || number < 1 || number > choice.options.size()) return {};
  return number - 1;
}

Judgement judge(const Question& question, std::string_view typed) {
  const std::string_view text = trimmed(typed);
  return by_kind(
      question, [&](const Tensor& x) { return judge_shape(x, text, question); },
      [&](const Question::Cell& cell) { return judge_cell(cell, text, question); },
      [&](const Question::Count& count) { return judge_count(count.number, text, question); },
      [&](const Question::Choice& choice) { return judge_choice(choice, text, question); });
}

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
        return Text("수를 0.23처럼 답하십시오", "write a number, such as 0.23");
      },
      [](const Question::Count&) { return Text("정수로 답하십시오", "write a whole number"); },
      [](const Question::Choice& choice) {
        return Text(formatted("1부터 {}까지의 번호로 답하십시오", choice.options.size()),
                    formatted("write a number from 1 to {}", choice.options.size()));
      });
}

}  // namespace attn
