#include "render/html_question.h"

#include "lesson/arithmetic.h"
#include "render/html.h"
#include "render/html_matrix.h"
#include "render/summary.h"

namespace attn {
namespace {

using Question = block::Question;

std::string answer_to(const Question& question, int precision) {
  if (const auto* shape = std::get_if<Question::ShapeOf>(&question.answer)) {
    return to_string(shape->tensor.shape());
  }
  if (const auto* cell = std::get_if<Question::Cell>(&question.answer)) {
    return decimal(cell->tensor.at(cell->index), precision);
  }
  if (const auto* count = std::get_if<Question::Count>(&question.answer)) {
    return std::to_string(count->number);
  }
  const auto& choice = std::get<Question::Choice>(question.answer);
  return in_both(choice.options[choice.right]);
}

/// Of a choice. The numbers that people come to otherwise are told by attn learn.
std::string why_others_are_wrong(const Question& question) {
  const auto* choice = std::get_if<Question::Choice>(&question.answer);
  if (!choice) return "";
  std::string reasons;
  for (std::size_t i = 0; i < choice->options.size(); ++i) {
    const Question::Option& option = choice->options[i];
    if (i == choice->right || option.why.ko.empty()) continue;
    reasons += formatted("<dt>✗ {}.</dt>{}", i + 1, in_both(option.why, "dd"));
  }
  return reasons.empty() ? "" : "<dl>" + reasons + "</dl>";
}

std::string options_of(const Question& question) {
  const auto* choice = std::get_if<Question::Choice>(&question.answer);
  if (!choice) return "";
  std::string out = "<ol>";
  for (const Text& option : choice->options) out += "<li>" + in_both(option) + "</li>";
  return out + "</ol>";
}

std::string to_be_opened(const Text& what, const std::string& content) {
  return "<details><summary>" + in_both(what) + "</summary>" + content + "</details>";
}

}  // namespace

std::string question_as_html(const Question& question, int precision) {
  std::string out =
      "<details class=\"question\"><summary>" + in_both(question.ask) + "</summary>\n";
  out += options_of(question);
  if (const auto* count = std::get_if<Question::Count>(&question.answer)) {
    out += to_be_opened({"힌트", "hint"}, "<p>" + in_both(count->hint) + "</p>");
  }
  return out +
         to_be_opened({"답", "answer"}, "<p>" + answer_to(question, precision) + "</p>" +
                                            why_others_are_wrong(question)) +
         "</details>\n";
}

std::string asked_as_html(const block::Question& question, int precision) {
  std::string out = "<div class=\"asked\">" + in_both(question.ask, "p") + "\n";
  for (const Tensor& tensor : question.given) {
    out += matrix_as_html(as_given(tensor), precision, 0);
  }
  return out + options_of(question) + "</div>\n";
}

}  // namespace attn
