#include "cli/help.h"

#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/option_table.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int left_width = 25;

/// Writes the page, both languages below each other where both are wanted.
class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  void line(const FixedText& text) {
    for (const std::string_view part : chosen(text)) out_ += std::string(part) + "\n";
  }
  void heading(const FixedText& text) {
    out_ += "\n";
    std::string between;
    for (const std::string_view part : chosen(text)) {
      out_ += between + std::string(part);
      between = " · ";
    }
    out_ += "\n";
  }
  void entry(const std::string& left, const FixedText& meaning) {
    std::string before = padded_right("  " + left, left_width);
    for (const std::string_view part : chosen(meaning)) {
      out_ += before + std::string(part) + "\n";
      before = std::string(left_width, ' ');
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::vector<std::string_view> chosen(const FixedText& text) const {
    if (language_ == Language::ko) return {text.ko};
    if (language_ == Language::en) return {text.en};
    return {text.ko, text.en};
  }

  Language language_;
  std::string out_;
};

}  // namespace

std::string help_page(Language language) {
  Writer page(language);
  page.line({"어텐션을 한 단계씩 실행하며 배우는 명령줄 튜터입니다.",
             "A command-line tutor: attention, run one step at a time."});

  page.heading({"명령", "Commands"});
  for (const Command& command : commands()) {
    page.entry(formatted("attn {} {}", command.name, command.takes), command.summary);
  }
  page.entry("STEP", {"단계: 11, 5-7, 3.11, ch3, all", "steps: 11, 5-7, 3.11, ch3, all"});

  const auto list = [&](std::span<const Option> options) {
    for (const Option& option : options) {
      page.entry(formatted("{} {}", option.name, option.takes), option.meaning);
    }
  };
  page.heading({"설정: 계산이 바뀝니다", "Settings: they change what is computed"});
  list(setting_options());
  page.heading({"출력: 보이는 모습만 바뀝니다", "Output: only the looks change"});
  list(output_options());
  list(check_options());
  for (const Flag& flag : flag_table()) page.entry(std::string(flag.names), flag.meaning);

  page.heading({"예", "Examples"});
  page.entry("attn run 11", {"한 단계", "one step"});
  page.entry("attn run 5-7 23", {"여러 단계", "several steps"});
  page.entry("attn run | less", {"3장 전체", "the whole of chapter 3"});
  page.entry("attn run 40 --d-out 6", {"다른 크기로", "with another size"});
  return page.take();
}

}  // namespace attn
