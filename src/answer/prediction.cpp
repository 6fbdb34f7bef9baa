#include "answer/prediction.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "answer/diagnose.h"
#include "answer/scan.h"
#include "lesson/arithmetic.h"
#include "lesson/explanation.h"
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
  leave_out("×", 'x');
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

/// "0.23", ".2379", "1e-3", "-inf", "1/3"; nothing if it is no number.
std::optional<Reading> read_number(std::string_view typed) {
  const auto whole = [](std::string_view text) -> std::optional<Reading> {
    std::size_t at = 0;
    const auto reading = scan_number({text, ""}, at);
    return at == text.size() ? reading : std::nullopt;
  };
  const std::size_t slash = typed.find('/');
  if (slash == std::string_view::npos) return whole(typed);
  const auto above = whole(trimmed(typed.substr(0, slash)));
  const auto below = whole(trimmed(typed.substr(slash + 1)));
  if (!above || !below || below->value == 0) return {};
  return Reading{.value = above->value / below->value, .decimals = 6};
}

WrittenTensor as_written(const Shape& shape, const Reading& reading) {
  Answer answer;
  answer.shape = shape;
  answer.readings.push_back(reading);
  return WrittenTensor(answer);
}

// ---- Judging ------------------------------------------------------------------------------------

Text slips_in_words(const std::vector<const Mistake*>& mistakes) {
  const FixedText& text = mistakes.front()->text;
  return {formatted("이렇게 하면 그 답이 나옵니다. {}", text.ko),
          formatted("This is what gives that answer. {}", text.en)};
}

bool is_reversed(const Shape& a, const Shape& b) {
  return a.rank() == b.rank() && std::equal(a.begin(), a.end(), std::reverse_iterator(b.end()));
}

Judgement judge_shape(const Tensor& x, std::string_view typed, const Question& question) {
  const auto shape = read_shape(typed);
  if (!shape) return {Kind::unclear, how_to_answer(question)};
  if (*shape == x.shape()) return {Kind::right};
  if (x.operation()) {
    const auto slips = mistakes_of_shape(x, as_written(*shape, {}));
    if (!slips.empty()) return {Kind::wrong, slips_in_words(slips)};
  }
  if (is_reversed(*shape, x.shape())) {
    return {Kind::wrong,
            {"크기는 맞지만 축의 순서가 거꾸로입니다", "the sizes are right, their order is not"}};
  }
  if (shape->rank() != x.dim()) {
    return {Kind::wrong,
            {formatted("축의 수가 다릅니다: {}개를 답했습니다", shape->rank()),
             formatted("the number of axes is another: you gave {}", shape->rank())}};
  }
  return {Kind::wrong};
}

/// Another cell of the tensor with that value, if there is just one: the learner read off the wrong
/// one.
std::optional<Index> only_cell_like(const Tensor& x, const WrittenTensor& written) {
  std::optional<Index> found;
  bool is_one = true;
  for_each_cell(x.shape(), [&](const Index& cell) {
    if (!written.agrees(0, x.at(cell), 2)) return;
    is_one = !found;
    found = cell;
  });
  return found && is_one ? found : std::nullopt;
}

Judgement judge_cell(const Question::Cell& asked, std::string_view typed,
                     const Question& question) {
  const auto reading = read_number(typed);
  if (!reading) return {Kind::unclear, how_to_answer(question)};
  const float value = asked.tensor.at(asked.index);
  const WrittenTensor written = as_written({}, *reading);
  const bool agrees = written.agrees(0, value, 2);
  const bool is_exact = std::abs(reading->value - static_cast<double>(value)) < 1e-4;
  const int digits = reading->decimals - reading->exponent;
  if (agrees && (digits >= 2 || is_exact || !std::isfinite(value))) return {Kind::right};
  if (std::abs(reading->value - static_cast<double>(value)) < 1 && digits < 2) {
    return {Kind::unclear,
            {"소수점 아래 두 자리까지 답하십시오", "give at least two places after the point"}};
  }
  if (digits < 2) return {Kind::wrong};
  const auto slips = mistakes_of_cell(asked.tensor, asked.index, written);
  // Two places are soon hit by chance, so several mistakes then say nothing.
  if (slips.size() == 1 || (!slips.empty() && digits >= 3)) {
    return {Kind::wrong, slips_in_words(slips)};
  }
  const auto other = digits >= 3 ? only_cell_like(asked.tensor, written) : std::nullopt;
  if (other) {
    const std::string name = cell_name(asked.tensor, *other);
    return {Kind::wrong,
            {formatted("그 값은 {} 칸입니다. 묻는 칸은 {}입니다", name,
                       cell_name(asked.tensor, asked.index)),
             formatted("that is {}; asked for is {}", name, cell_name(asked.tensor, asked.index))}};
  }
  return {Kind::wrong};
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
  return {Kind::wrong,
          value < count ? Text("더 큽니다", "it is more") : Text("더 작습니다", "it is less")};
}

Judgement judge_choice(const Question::Choice& choice, std::string_view typed,
                       const Question& question) {
  std::size_t number = 0;
  const auto [stop, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  std::optional<std::size_t> chosen;
  const std::string_view after(stop, static_cast<std::size_t>(typed.data() + typed.size() - stop));
  if (error == std::errc() && (after.empty() || after == "." || after == ")" || after == "번")) {
    chosen = number - 1;  // of 0: none
  }
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    const Text& option = choice.options[i];
    if (lower(typed) == lower(option.ko) || lower(typed) == lower(option.en)) chosen = i;
  }
  if (!chosen || *chosen >= choice.options.size()) return {Kind::unclear, how_to_answer(question)};
  return {*chosen == choice.right ? Kind::right : Kind::wrong};
}

// ---- Hints --------------------------------------------------------------------------------------

std::vector<Text> hints_of_shape(const Tensor& x) {
  std::vector<Text> hints;
  if (x.operation()) {
    const std::string trace = shape_trace(x);
    const std::string before = trace.substr(0, trace.rfind("→"));
    hints.emplace_back(formatted("{}: {}→ ?", computation(x), before));
  }
  hints.push_back({formatted("축이 {}개입니다", x.dim()),
                   formatted("it has {} ax{}", x.dim(), x.dim() == 1 ? "is" : "es")});
  if (x.dim() > 1) {
    std::string sizes;
    for (int axis = 0; axis + 1 < x.dim(); ++axis) sizes += formatted("{},", x.size(axis));
    hints.emplace_back(formatted("({}?)", sizes));
  }
  return hints;
}

std::vector<Text> hints_of_cell(const Question::Cell& asked, int decimals) {
  const Explanation explanation = explain(asked.tensor, asked.index, 1);
  const float value = explanation.value();
  std::vector<Text> hints;
  if (asked.tensor.operation()) {
    const Text words = in_words(explanation);
    const std::string name = cell_name(asked.tensor, asked.index);
    const std::string how = computation(asked.tensor);
    hints.push_back({formatted("{}: {}. {}", name, how, words.ko),
                     formatted("{}: {}; {}", name, how, words.en)});
    const bool is_sum = explanation.derivation.kind != Derivation::Kind::cell &&
                        !explanation.derivation.parts.empty();
    if (is_sum) {
      constexpr int most_terms = 8;
      hints.emplace_back(formatted(
          "{} = ?",
          in_numbers(explanation.derivation, asked.tensor.operands(), decimals, most_terms)));
    }
  }
  if (value == std::round(value)) {
    hints.push_back({"정수입니다", "it is a whole number"});
  } else if (std::isfinite(value)) {
    const double low = std::floor(static_cast<double>(value) * 10) / 10;
    hints.push_back({formatted("{:.1f}와 {:.1f} 사이입니다", low, low + 0.1),
                     formatted("it lies between {:.1f} and {:.1f}", low, low + 0.1)});
  } else {
    hints.push_back({"유한한 수가 아닙니다", "it is not a finite number"});
  }
  return hints;
}

std::vector<Text> hints_of_count(Size count) {
  const std::string digits = std::to_string(count);
  std::vector<Text> hints = {
      {formatted("{}자리 수입니다", digits.size()),
       formatted("it has {} digit{}", digits.size(), digits.size() == 1 ? "" : "s")}};
  const Size slack = std::max<Size>(2, count / 4);
  hints.push_back(
      {formatted("{}와 {} 사이입니다", std::max<Size>(0, count - slack), count + slack),
       formatted("it lies between {} and {}", std::max<Size>(0, count - slack), count + slack)});
  if (digits.size() > 1) {
    hints.emplace_back(formatted("{}?", digits.substr(0, digits.size() - 1)));
  }
  return hints;
}

std::vector<Text> hints_of_choice(const Question::Choice& choice) {
  std::vector<Text> hints;
  for (std::size_t i = choice.options.size();
       i-- > 0 && hints.size() + 2 < choice.options.size();) {
    if (i == choice.right) continue;
    hints.push_back({formatted("{}번은 아닙니다", i + 1), formatted("it is not number {}", i + 1)});
  }
  return hints;
}

/// Calls the one that is asked for.
template <class OfShape, class OfCell, class OfCount, class OfChoice>
auto by_kind(const Question& question, OfShape of_shape, OfCell of_cell, OfCount of_count,
             OfChoice of_choice) {
  if (const auto* shape = std::get_if<Question::ShapeOf>(&question.answer)) {
    return of_shape(shape->tensor);
  }
  if (const auto* cell = std::get_if<Question::Cell>(&question.answer)) return of_cell(*cell);
  if (const auto* count = std::get_if<Size>(&question.answer)) return of_count(*count);
  return of_choice(std::get<Question::Choice>(question.answer));
}

}  // namespace

Judgement judge(const Question& question, std::string_view typed) {
  const std::string_view text = trimmed(typed);
  return by_kind(
      question, [&](const Tensor& x) { return judge_shape(x, text, question); },
      [&](const Question::Cell& cell) { return judge_cell(cell, text, question); },
      [&](Size count) { return judge_count(count, text, question); },
      [&](const Question::Choice& choice) { return judge_choice(choice, text, question); });
}

std::vector<Text> hints(const Question& question, int decimals) {
  return by_kind(
      question, [](const Tensor& x) { return hints_of_shape(x); },
      [&](const Question::Cell& cell) { return hints_of_cell(cell, decimals); },
      [](Size count) { return hints_of_count(count); },
      [](const Question::Choice& choice) { return hints_of_choice(choice); });
}

Text right_answer(const Question& question, int decimals) {
  return by_kind(
      question, [](const Tensor& x) { return Text(to_string(x.shape())); },
      [&](const Question::Cell& cell) {
        return Text(formatted("{:.{}f}", cell.tensor.at(cell.index), decimals));
      },
      [](Size count) { return Text(std::to_string(count)); },
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
        return Text("모양을 (6, 2)나 6x2처럼 답하십시오", "write a shape, such as (6, 2) or 6x2");
      },
      [](const Question::Cell&) {
        return Text("수를 0.23처럼 답하십시오", "write a number, such as 0.23");
      },
      [](Size) { return Text("정수로 답하십시오", "write a whole number"); },
      [](const Question::Choice& choice) {
        return Text(formatted("1부터 {}까지의 번호로 답하십시오", choice.options.size()),
                    formatted("write a number from 1 to {}", choice.options.size()));
      });
}

}  // namespace attn
