#include "cli/help.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/manual.h"
#include "cli/option_table.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "lesson/user_error.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int left_width = 28;

/// Writes a page. Where both languages are wanted they stand beside each other if there is room,
/// else below each other.
class Writer {
 public:
  explicit Writer(const TextStyle& style) : style_(style) {}

  void line(const FixedText& text) { lines("", 0, text); }
  void heading(const FixedText& text) {
    out_ += "\n";
    line(text);
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
    const int room = style_.width - indent;
    const std::string whole = in_a_line(text, style_.language);
    std::vector<std::string_view> parts = {whole};
    if (display_width(whole) > room) parts = chosen(text, style_.language);
    std::string before = padded_right(left, indent);
    for (const std::string_view part : parts) {
      for (const std::string_view line : wrap(part, room)) {
        out_ += before + std::string(line) + "\n";
        before.assign(static_cast<std::size_t>(indent), ' ');
      }
    }
  }

  const TextStyle& style_;
  std::string out_;
};

void write_commands(Writer& page) {
  page.heading({"명령", "commands"});
  for (const Command& command : commands()) page.entry(command.usage(), command.summary);
  page.entry("STEP", step_forms);
}

/// `commands`: whether it is said who takes an option.
void write_options(Writer& page, std::span<const Option* const> options, bool commands) {
  const auto write = [&](const FixedText& heading, bool settings) {
    const auto is_meant = [&](const Option* option) {
      return option->setting.has_value() == settings;
    };
    if (std::none_of(options.begin(), options.end(), is_meant)) return;
    page.heading(heading);
    for (const Option* option : options) {
      if (!is_meant(option)) continue;
      const bool is_said = commands && !settings && option->commands.size() > 1;
      const std::string takers = is_said ? formatted("{}: ", option->commands) : "";
      page.entry(option->usage(), {takers + std::string(option->meaning.ko),
                                   takers + std::string(option->meaning.en)});
    }
  };
  write({"설정: 계산이 바뀝니다", "settings: they change what is computed"}, true);
  write({"그 밖의 옵션", "other options"}, false);
}

}  // namespace

std::string start_page(const TextStyle& style) {
  Writer page(style);
  page.line({formatted("attn: {}", tagline.ko), formatted("attn: {}", tagline.en)});
  page.heading({"여기에서 시작하십시오", "start here"});
  page.entry("attn learn", {"먼저 답해 보고 확인합니다", "predict, then see"});
  page.entry("attn run 23", {"한 단계를 봅니다", "see one step"});
  write_commands(page);
  return page.take();
}

std::string help_page(const TextStyle& style) {
  Writer page(style);
  page.line({formatted("attn: {}", tagline.ko), formatted("attn: {}", tagline.en)});
  write_commands(page);
  std::vector<const Option*> all;
  for (const Option& option : option_table()) all.push_back(&option);
  write_options(page, all, true);
  return page.take();
}

std::string help_page(const Command& command, const TextStyle& style) {
  Writer page(style);
  const std::string used = "attn " + command.usage();
  page.line({used, used});
  page.heading(command.about);
  if (command.takes.starts_with("STEP ")) {
    page.entry("STEP", single_step_forms);
  } else if (command.takes.find("STEP") != std::string_view::npos) {
    page.entry("STEP", step_forms);
  }
  page.heading({"예", "examples"});
  for (const Example& example : command.examples) {
    page.entry(std::string(example.line), example.meaning);
  }
  write_options(page, options_of(command.name), false);
  return page.take();
}

int help_command(const Request& request) {
  if (request.words.size() > 1) {
    throw UserError(echoed(request.words[1]),
                    {"help는 명령 하나를 받습니다", "help takes one command"},
                    {formatted("attn help {}처럼 쓰십시오", request.words[0]),
                     formatted("write attn help {}", request.words[0])});
  }
  if (request.format == Format::html) {
    throw UserError("--format", {"도움말은 HTML로 쓰지 않습니다", "help is not written as HTML"},
                    {"--format json을 쓰십시오", "write --format json"});
  }
  if (request.manual) {
    print(manual_page(request.style.language));
  } else if (request.format == Format::json) {
    print(help_as_json(request.words.empty() ? nullptr : &require_command(request.words[0])) +
          "\n");
  } else if (request.words.empty()) {
    print(help_page(request.style));
  } else {
    print(help_page(require_command(request.words[0]), request.style));
  }
  return 0;
}

}  // namespace attn
