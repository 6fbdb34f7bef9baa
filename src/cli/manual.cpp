#include "cli/manual.h"

#include <utility>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/option_table.h"
#include "cli/output.h"

namespace attn {
namespace {

/// Text that roff takes for nothing else: a backslash and a hyphen stand for themselves, and a dot
/// or a quote at the start of a line is no request.
std::string escaped(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out = "\\&";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

class Roff {
 public:
  explicit Roff(Language language) : language_(language) {
    out_ = formatted(".TH ATTN 1 \"\" \"attn {}\"\n", ATTN_VERSION);
  }
  void section(const FixedText& title) {
    out_ += formatted(".SH \"{}\"\n", in_a_line(title, language_));
  }
  void paragraph(const FixedText& text) {
    bool first = true;
    for (const std::string_view part : chosen(text, language_)) {
      out_ += formatted("{}{}\n", std::exchange(first, false) ? "" : ".br\n", escaped(part));
    }
  }
  void entry(std::string_view term, const FixedText& meaning) {
    out_ += formatted(".TP\n\\fB{}\\fR\n", escaped(term));
    paragraph(meaning);
  }
  std::string take() { return std::move(out_); }

 private:
  Language language_;
  std::string out_;
};

void write_commands(Roff& page) {
  page.section({"명령", "COMMANDS"});
  for (const Command& command : commands()) {
    page.entry("attn " + command.usage(), command.about);
  }
  page.entry("STEP", step_forms);
}

void write_options(Roff& page) {
  page.section({"옵션", "OPTIONS"});
  for (const Option& option : option_table()) {
    const bool is_said = option.commands.size() > 1;
    page.entry(is_said ? formatted("{} ({})", option.usage(), option.commands) : option.usage(),
               option.meaning);
  }
}

void write_the_rest(Roff& page) {
  page.section({"환경 변수", "ENVIRONMENT"});
  page.entry("ATTN_LANG", {"언어: ko, en, both", "the language: ko, en, both"});
  page.entry("NO_COLOR", {"비어 있지 않으면 색을 쓰지 않습니다", "if it is not empty, no colour"});
  page.section({"파일", "FILES"});
  page.entry("$XDG_STATE_HOME/attn/progress.json",
             {"attn learn과 attn watch의 진도 (기본: ~/.local/state)",
              "progress of attn learn and attn watch (default: ~/.local/state)"});
  page.section({"종료 코드", "EXIT STATUS"});
  page.entry("0", {"잘됨, 또는 같음", "fine, or equal"});
  page.entry("1", {"다름", "different"});
  page.entry("2", {"명령, 파일, 설정이 잘못됨", "the words, file or settings are wrong"});
  page.entry("3", {"프로그램의 잘못", "a fault of the program"});
  page.section({"예", "EXAMPLES"});
  for (const Command& command : commands()) {
    for (const Example& example : command.examples) page.entry(example.line, example.meaning);
  }
}

}  // namespace

std::string manual_page(Language language) {
  Roff page(language);
  page.section({"이름", "NAME"});
  page.paragraph({formatted("attn - {}", tagline.ko), formatted("attn - {}", tagline.en)});
  page.section({"개요", "SYNOPSIS"});
  page.paragraph({"attn COMMAND [OPTION…]", "attn COMMAND [OPTION…]"});
  write_commands(page);
  write_options(page);
  write_the_rest(page);
  return page.take();
}

}  // namespace attn
