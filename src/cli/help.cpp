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
  explicit Writer(const TextStyle& style) : style_(style) {}

  void line(const FixedText& text) { lines("", 0, text); }
  void heading(const FixedText& text) {
    std::vector<std::string> parts;
    for (const std::string_view part : chosen(text, style_.language)) parts.emplace_back(part);
    const std::string whole = joined(parts, " · ");
    out_ += "\n";
    for (const std::string_view part : wrap(whole, style_.width)) out_ += std::string(part) + "\n";
  }
  void entry(const std::string& left, const FixedText& meaning) {
    // Where there is no room beside it, what it means stands below.
    const int indent = style_.width >= 60 ? left_width : 6;
    const bool beside = display_width(left) + 3 <= indent;
    if (!beside) lines("  ", 2, {left, left});
    lines(beside ? "  " + left : "", indent, meaning);
  }
  std::string take() { return std::move(out_); }

 private:
  void lines(std::string_view left, int indent, const FixedText& text) {
    std::string before = padded_right(left, indent);
    for (const std::string_view part : chosen(text, style_.language)) {
      for (const std::string_view line : wrap(part, style_.width - indent)) {
        out_ += before + std::string(line) + "\n";
        before.assign(static_cast<std::size_t>(indent), ' ');
      }
    }
  }

  const TextStyle& style_;
  std::string out_;
};

}  // namespace

std::string help_page(const TextStyle& style) {
  Writer page(style);
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
  for (const Flag& flag : setting_flags()) page.entry(std::string(flag.names), flag.meaning);
  page.heading({"출력: 보이는 모습만 바뀝니다", "Output: only the looks change"});
  list(output_options());
  list(check_options());
  for (const Flag& flag : flag_table().subspan(setting_flags().size()))
    page.entry(std::string(flag.names), flag.meaning);

  page.heading({"예", "Examples"});
  page.entry("attn run 11", {"한 단계", "one step"});
  page.entry("attn run 5-7 23", {"여러 단계", "several steps"});
  page.entry("attn run | less", {"3장 전체", "the whole of chapter 3"});
  page.entry("attn run 40 --d-out 6", {"다른 크기로", "with another size"});
  return page.take();
}

}  // namespace attn
