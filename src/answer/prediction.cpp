#include "answer/prediction.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "answer/diagnose.h"
#include "answer/program.h"
#include "answer/question_kind.h"
#include "answer/reply.h"
#include "lesson/explanation.h"
#include "tensor/graph.h"

namespace attn {
namespace {

using Answered = Judgement::Kind;
using Question = block::Question;

/// Whether a value was typed, as closely as the shown digits of its operands allow.
bool is_exact(const TypedNumber& typed, double value) {
  if (!std::isfinite(value) || !std::isfinite(typed.value)) {
    return typed.value == value || (std::isnan(typed.value) && std::isnan(value));
  }
  return std::abs(typed.value - value) <= 2e-4 * std::max(1.0, std::abs(value));
}

/// Whether a value comes to what was typed when it is rounded or cut off at the places typed.
bool is_shortened(const TypedNumber& typed, double value) {
  if (!std::isfinite(value) || !std::isfinite(typed.value)) return false;
  const double scale = std::pow(10.0, std::min(typed.places, 9));
  const double tiny = 1e-6 * std::max(1.0, std::abs(value));
  return std::abs(typed.value - std::round(value * scale) / scale) < tiny ||
         std::abs(typed.value - std::trunc(value * scale) / scale) < tiny;
}

/// Whether a value was meant, with two places or more unless it has fewer.
bool is_meant(const TypedNumber& typed, double value) {
  if (is_exact(typed, value)) return true;
  const bool has_two_places = std::abs(value * 100 - std::round(value * 100)) < 0.02;
  return typed.places >= 2 && !has_two_places && is_shortened(typed, value);
}

WrittenTensor as_written(const Shape& shape, const TypedNumber& typed) {
  Answer answer;
  answer.shape = shape;
  const auto places = static_cast<std::int16_t>(std::clamp(typed.places, 0, 9));
  answer.readings.push_back({.value = typed.value, .decimals = places});
  return WrittenTensor(answer);
}

Text slips_in_words(const std::vector<const Mistake*>& mistakes) {
  const FixedText& text = mistakes.front()->text;
  return {formatted("이런 실수를 하면 그 답이 나옵니다. {}", text.ko),
          formatted("this mistake gives that answer. {}", text.en)};
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
  const auto shape = typed_shape(typed);
  if (!shape) {
    const Text in_numbers = {"크기를 이름이 아니라 수로 답하십시오. 예: (6, 2)",
                             "write the sizes as numbers, not by name: (6, 2)"};
    return {Answered::unclear, has_letters(typed) ? in_numbers : how_to_answer(question)};
  }
  if (*shape == x.shape()) return {Answered::right};
  if (x.operation()) {
    const auto slips = mistakes_of_shape(x, as_written(*shape, {0, 0}));
    if (!slips.empty()) return {Answered::wrong, slips_in_words(slips)};
    if (const auto upstream = upstream_of_shape(x, *shape)) {
      const std::string name = short_expression(*upstream);
      return {
          Answered::wrong,
          {formatted("그것은 {}의 모양입니다", name), formatted("that is the shape of {}", name)}};
    }
  }
  if (is_reordered(*shape, x.shape())) {
    return {Answered::wrong,
            {"크기는 맞지만 축의 순서가 다릅니다", "the sizes are right, but their order is not"}};
  }
  if (shape->rank() != x.dim()) {
    return {Answered::wrong,
            {formatted("축의 수가 다릅니다. 답한 모양은 축이 {}개입니다", shape->rank()),
             formatted("wrong number of axes: yours has {}", shape->rank())}};
  }
  return {Answered::wrong};
}

/// The cell of a tensor with that value, if there is just one.
std::optional<Index> only_cell_like(const Tensor& x, const TypedNumber& typed) {
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
Text cause_of(const Question::Cell& asked, const TypedNumber& typed,
              const std::vector<Tensor>& given) {
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

/// What the question itself knows of a wrong number; null if nothing.
const Text* cause_in(const Question& question, const TypedNumber& typed) {
  for (const Question::Cause& cause : question.causes) {
    if (is_meant(typed, cause.number)) return &cause.why;
  }
  return nullptr;
}

Judgement judge_cell(const Question::Cell& asked, std::string_view text, const Question& question) {
  const auto typed = typed_number(text);
  if (!typed) return {Answered::unclear, how_to_answer(question)};
  const auto value = static_cast<double>(asked.tensor.at(asked.index));
  if (is_meant(*typed, value)) return {Answered::right};
  const Text* cause = cause_in(question, *typed);
  const bool is_whole = typed->places <= 0;  // and nobody rounds that far
  if (typed->places < 2 && is_shortened(*typed, value) && !(cause && is_whole)) {
    return {Answered::unclear,
            {"소수점 아래 두 자리까지 답하십시오", "give at least two places after the point"}};
  }
  if (cause) return {Answered::wrong, *cause};
  // Two places are soon hit by chance, and so are 0 and 1.
  if (typed->places < 3 && !(is_whole && std::abs(typed->value) > 1)) return {Answered::wrong};
  return {Answered::wrong, cause_of(asked, *typed, question.given)};
}

Judgement judge_count(Size count, std::string_view typed, const Question& question) {
  const auto value = typed_count(typed);
  if (!value) return {Answered::unclear, how_to_answer(question)};
  if (*value == count) return {Answered::right};
  for (const Question::Cause& cause : question.causes) {
    if (static_cast<double>(*value) == cause.number) return {Answered::wrong, cause.why};
  }
  return {Answered::wrong, *value < count ? Text("정답은 이보다 큽니다", "it is more")
                                          : Text("정답은 이보다 작습니다", "it is less")};
}

Judgement judge_choice(const Question::Choice& choice, std::string_view typed,
                       const Question& question) {
  const auto chosen = typed_option(choice, typed);
  if (!chosen) return {Answered::unclear, how_to_answer(question)};
  if (*chosen == choice.right) return {Answered::right};
  return {Answered::wrong, choice.options[*chosen].why};
}

}  // namespace

Judgement judge(const Question& question, std::string_view typed) {
  return by_kind(
      question, [&](const Tensor& x) { return judge_shape(x, typed, question); },
      [&](const Question::Cell& cell) { return judge_cell(cell, typed, question); },
      [&](const Question::Count& count) { return judge_count(count.number, typed, question); },
      [&](const Question::Choice& choice) { return judge_choice(choice, typed, question); });
}

}  // namespace attn
