#include "cli/dialogue.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <set>
#include <vector>

#include "answer/prediction.h"
#include "answer/reply.h"
#include "answer/scan.h"
#include "cli/line_editor.h"
#include "cli/output.h"
#include "cli/pager.h"
#include "lesson/explanation.h"
#include "render/explanation.h"
#include "render/html.h"
#include "render/html_question.h"
#include "render/text.h"
#include "render/width.h"
#include "tensor/graph.h"

namespace attn {
namespace {

/// A line of standard input, without its end; nothing when there is no more.
std::optional<std::string> read_line() {
  constexpr std::size_t longest = 1000;  // of what is longer, the rest is left out
  std::string line;
  for (int c = std::getchar(); c != '\n'; c = std::getchar()) {
    if (c == EOF) return line.empty() ? std::nullopt : std::optional(line);
    if (line.size() < longest) line += static_cast<char>(c);
  }
  return line;
}

/// How tall the terminal is that a learner reads at; without one, as tall as it takes.
std::size_t rows_of_terminal() {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return std::numeric_limits<int>::max();
  return std::max<std::size_t>(8, rows_of_screen());
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Where the first `lines` lines end; behind an empty one, if there is one in their second half.
std::size_t end_of_part(std::string_view text, std::size_t lines) {
  std::size_t end = 0;
  std::size_t behind_empty = 0;
  for (std::size_t line = 0; line < lines; ++line) {
    const std::size_t next = text.find('\n', end) + 1;
    if (next == end + 1 && line >= lines / 2) behind_empty = next;
    end = next;
  }
  return behind_empty > 0 ? behind_empty : end;
}

/// What was typed instead of an answer.
enum class Word { none, skip, hint, back, quit, help };

Word word_from(const std::string& typed) {
  const struct {
    Word word;
    std::vector<std::string_view> spellings;
  } words[] = {{Word::skip, {"s", "S", "skip", "건너뛰기"}},
               {Word::hint, {"h", "H", "hint", "힌트"}},
               {Word::back, {"b", "B", "back", "이전"}},
               {Word::quit, {"q", "Q", "quit", "exit", "그만두기"}},
               {Word::help, {"?", "help", "도움말"}}};
  for (const auto& [word, spellings] : words) {
    if (std::find(spellings.begin(), spellings.end(), typed) != spellings.end()) return word;
  }
  return Word::none;
}

constexpr FixedText wrong = {"틀렸습니다", "not right"};

Text with_reason(const Text& verdict, const Text& why) {
  if (why.en.empty()) return verdict;
  return {formatted("{}: {}", verdict.ko, why.ko), formatted("{}: {}", verdict.en, why.en)};
}

/// The help there is on one question.
class Help {
 public:
  Help(const block::Question& question, int decimals)
      : choice_(std::get_if<block::Question::Choice>(&question.answer)),
        hints_(hints(question, decimals)) {}

  /// A wrong option that was tried need not be ruled out any more.
  void rule_out(const std::string& typed) {
    if (choice_) ruled_out_.insert(typed_option(*choice_, typed).value());
  }
  /// Whether a cause is known and was not said before; there are only so many.
  bool is_new(const Text& cause) {
    constexpr std::size_t most = 3;
    return !cause.en.empty() && causes_.size() < most && causes_.insert(cause.en).second;
  }
  /// The next hint, if there is one.
  std::optional<Text> next() {
    if (choice_) return rule_out_another();
    if (given_ == hints_.size()) return {};
    const Text& hint = hints_[given_++];
    const std::string count = formatted("{}/{}", given_, hints_.size());
    return Text(formatted("힌트 {}: {}", count, hint.ko), formatted("hint {}: {}", count, hint.en));
  }

 private:
  /// Two options are left at least: else it would be the answer.
  std::optional<Text> rule_out_another() {
    const std::size_t options = choice_->options.size();
    if (ruled_out_.size() + 2 >= options) return {};
    std::size_t wrong = options - 1;
    while (wrong == choice_->right || ruled_out_.contains(wrong)) --wrong;
    ruled_out_.insert(wrong);
    return with_reason({formatted("힌트: {}번은 아닙니다", wrong + 1),
                        formatted("hint: it is not number {}", wrong + 1)},
                       choice_->options[wrong].why);
  }

  const block::Question::Choice* choice_;  ///< null if it is no choice
  std::vector<Text> hints_;
  std::size_t given_ = 0;
  std::set<std::size_t> ruled_out_{};
  std::set<std::string> causes_{};
};

}  // namespace

Next Dialogue::ask(const block::Question& question, Mastery& mastery) {
  Help help(question, style_.precision);
  for (;;) {
    const std::optional<std::string> typed = prompt();
    if (!typed) return Next::leave;
    const Word word = word_from(*typed);
    if (word == Word::quit) return Next::leave;
    if (word == Word::back) return Next::back;
    if (word == Word::help) {
      say(how_to_answer(question));
      say(words_in_short);
      continue;
    }
    if (word == Word::none) {
      const Judgement judgement = judge(question, *typed);
      if (judgement.kind == Judgement::Kind::unclear) {
        say(judgement.why);
        continue;
      }
      if (judgement.kind == Judgement::Kind::right) {
        mark(true, {"맞습니다", "right"});
        return Next::onwards;
      }
      mastery = std::min(mastery, Mastery::with_hints);
      help.rule_out(*typed);
      if (help.is_new(judgement.why)) {
        mark(false, with_reason(wrong, judgement.why));
        continue;
      }
      mark(false, wrong);
    }
    const std::optional<Text> hint = word == Word::skip ? std::nullopt : help.next();
    mastery = std::min(mastery, hint ? Mastery::with_hints : Mastery::seen);
    if (!hint) {
      reveal(question);
      return Next::onwards;
    }
    say(*hint);
  }
}

Next Dialogue::wait(const Text& how) {
  for (;;) {
    const std::optional<std::string> typed = choose(how);
    if (!typed) return Next::leave;
    if (word_from(*typed) == Word::back) return Next::back;
    if (typed->empty()) return Next::onwards;
  }
}

std::optional<std::string> Dialogue::choose(const Text& how) {
  say(how);
  std::optional<std::string> typed = prompt();
  if (typed && word_from(*typed) == Word::quit) return {};
  return typed;
}

Next Dialogue::read_through(std::string_view text) {
  const std::size_t rows = rows_of_terminal();
  constexpr std::size_t for_the_prompt = 3;  // in two languages it may take two lines
  // What was said of the answer stays in sight.
  std::size_t above = std::min(said_ + 1, rows / 2);
  while (lines_in(text) + above + for_the_prompt > rows) {
    const std::size_t end = end_of_part(text, rows - above - for_the_prompt - 1);
    above = 0;
    print(text.substr(0, end));
    text.remove_prefix(end);
    const auto typed =
        choose({"Enter:더 보기  s:건너뛰기  q:그만두기", "Enter:more  s:skip  q:quit"});
    if (!typed) return Next::leave;
    if (word_from(*typed) == Word::skip) return Next::onwards;
  }
  print(text);
  return Next::onwards;
}

std::string Dialogue::heading(const Page& page) const {
  return format_ == Format::html ? html_heading(page) : render_heading(page, style_);
}

std::string Dialogue::question(const block::Question& question) const {
  return format_ == Format::html ? asked_as_html(question, style_.precision)
                                 : render_question(question, style_);
}

/// Asks for a line. Where no terminal shows what is typed, it is printed.
std::optional<std::string> Dialogue::prompt() {
  std::optional<std::string> line;
  if (format_ == Format::html) {
    line = read_line();
    if (!line) return {};
    print("<p class=\"typed\">&gt; " + escaped(*line) + "</p>\n");
    return std::string(trimmed(*line));
  }
  if (can_edit_lines()) {
    line = edit_line("> ", history_);
  } else {
    print("> ");
    finish_printing();
    line = read_line();
    if (!isatty(STDIN_FILENO) || !line) print(visible(line.value_or("")) + "\n");
  }
  said_ = 0;
  if (line) line = std::string(trimmed(*line));
  return line;
}

/// The answer and where it comes from; that of a choice is on the page that follows.
void Dialogue::reveal(const block::Question& question) {
  const Text answer = right_answer(question, style_.precision);
  say({formatted("답: {}", answer.ko), formatted("answer: {}", answer.en)});
  if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
    show(block::Derivation{.tensor = cell->tensor, .cell = cell->index, .depth = 2});
  } else if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question.answer)) {
    show(block::ShapeTrace{.tensor = shape->tensor, .depth = 0});
  } else if (const auto* count = std::get_if<block::Question::Count>(&question.answer)) {
    say(count->hint);
  }
}

void Dialogue::show(const Block& block) {
  const std::string text = format_ == Format::html ? html_blocks({&block, 1}, style_)
                                                   : render_blocks({&block, 1}, style_);
  said_ += lines_in(text);
  print(text);
}

}  // namespace attn
