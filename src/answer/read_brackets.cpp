#include <algorithm>
#include <string>

#include "answer/scan.h"

namespace attn {
namespace {

/// Reads tensors in brackets out of a text with other things in between, as a session prints them:
/// `attn_weights = tensor([[0.1, 0.2]], grad_fn=<…>)`, NumPy's brackets without commas, JSON lists.
class BracketReader {
 public:
  explicit BracketReader(const Source& source) : source_(source), text_(source.text) {}

  std::vector<Answer> read() {
    std::vector<Answer> answers;
    while (at_ < text_.size()) {
      if (skip_prompt()) continue;
      const std::size_t start_of_scalar = at_;
      if (std::optional<Answer> scalar = scalar_in_parentheses()) {
        keep(source_, start_of_scalar, *std::move(scalar), answers);
        continue;
      }
      if (text_[at_] != '[' || is_index()) {
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      std::string name = name_before(start);
      Answer answer = array();
      answer.name = std::move(name);
      keep(source_, start, std::move(answer), answers);
      skip_rest_of_call();
      behind_last_ = at_;
    }
    return answers;
  }

 private:
  /// A line that somebody typed (`>>> x[0]`, `In [3]: x`) holds no results; `Out[3]:` is a label.
  bool skip_prompt() {
    if (at_ > 0 && text_[at_ - 1] != '\n') return false;
    const std::string_view rest = text_.substr(at_);
    const std::size_t indent = std::min(rest.find_first_not_of(' '), rest.size());
    const bool goes_on = rest.substr(indent).starts_with("...:");  // as `In [3]:` does
    for (const std::string_view prompt : {">>>", "... ", "In [", "```"}) {
      if (!goes_on && !rest.starts_with(prompt)) continue;
      at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
      behind_last_ = at_;
      return true;
    }
    if (!rest.starts_with("Out[")) return false;
    at_ = std::min(text_.find(']', at_), text_.size() - 1) + 1;
    behind_last_ = at_;
    return true;
  }

  /// tensor(0.9544)
  std::optional<Answer> scalar_in_parentheses() {
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("tensor(") && !rest.starts_with("array(")) return {};
    std::size_t at = at_ + rest.find('(') + 1;
    const std::optional<Reading> reading = scan_number(source_, at);
    if (!reading) return {};
    Answer answer{.name = name_before(at_), .readings = {*reading}};
    at_ = at;
    skip_rest_of_call();
    behind_last_ = at_;
    return answer;
  }

  /// Whether the bracket at at_ belongs to `x[1]` or to `torch.Size([6, 2])`.
  bool is_index() {
    const std::string_view before = text_.substr(0, at_);
    const char last = before.empty() ? ' ' : before.back();
    const bool is_size = before.ends_with("Size(");
    if (!is_size && last != '_' && last != ')' && last != ']' && last != '"' &&
        !is_name(std::string_view(&last, 1))) {
      return false;
    }
    if (!is_size && last == ']' && behind_last_ == at_) return false;
    at_ = std::min(text_.find(']', at_), text_.size() - 1);
    return true;
  }

  /// The name in `name =`, `name:` or a line of its own, before what starts at `start`.
  std::string name_before(std::size_t start) const {
    std::string_view before = text_.substr(behind_last_, start - behind_last_);
    for (const std::string_view call : {"(", "tensor", "array", "torch.", "np.", "numpy."}) {
      before = trimmed(before);
      if (before.ends_with(call)) before.remove_suffix(call.size());
    }
    before = trimmed(before);
    constexpr std::string_view parameter = "Parameter containing:";
    if (before.ends_with(parameter)) before.remove_suffix(parameter.size());
    before = trimmed(before);
    while (before.ends_with('=') || before.ends_with(':')) {
      before = trimmed(before.substr(0, before.size() - 1));
    }
    before = before.substr(before.rfind('\n') + 1);
    // In quotes as the key of a dict.
    if (before.ends_with('"') || before.ends_with('\'')) before.remove_suffix(1);
    const std::string_view word = before.substr(before.find_last_of(" \t\"'{,") + 1);
    return is_name(word) ? std::string(word) : "";
  }

  Answer array() {
    NestedNumbers numbers(source_);
    do {
      const char c = text_[at_];
      if (c == '[') {
        numbers.open(at_++);
      } else if (c == ']') {
        numbers.close(at_++);
      } else if (c == ',' || c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '"') {
        ++at_;
      } else if (const std::optional<Reading> reading = scan_number(source_, at_)) {
        numbers.add(*reading);
      } else {
        fail_at_no_number();
      }
    } while (!numbers.is_complete() && at_ < text_.size());
    if (!numbers.is_complete()) {
      source_.fail(text_.size(), {"괄호가 닫히지 않았습니다", "a bracket is never closed"},
                   {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
    }
    return numbers.take();
  }

  [[noreturn]] void fail_at_no_number() const {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("...") || rest.starts_with("…")) fail_summarised(source_, at_);
    const std::string_view word = beginning(rest.substr(0, rest.find_first_of(",] \t\r\n")));
    source_.fail(at_,
                 {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
                  formatted("expected a number, got \"{}\"", word)},
                 {"텐서의 출력만 남기십시오", "leave nothing but the printed tensors"});
  }

  /// `, grad_fn=<AddBackward0>)` and `, dtype=float32)`.
  void skip_rest_of_call() {
    const std::size_t end = text_.find_first_of(")\n[", at_);
    if (end != std::string_view::npos && text_[end] == ')') at_ = end + 1;
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t behind_last_ = 0;  // where the text before the next tensor starts
};

}  // namespace

std::vector<Answer> read_brackets(const Source& source) {
  return BracketReader(source).read();
}

}  // namespace attn
