#include "cli/watch_report.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lesson/choices.h"
#include "lesson/korean.h"
#include "render/text.h"
#include "render/width.h"

namespace attn {
namespace {

using namespace std::chrono_literals;

/// The last lines of a text, indented.
std::string tail_of(std::string_view text) {
  constexpr int most = 12;
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t start = text.size();
  for (int lines = 0; lines < most && start > 0; ++lines) {
    start = text.rfind('\n', start - 1);
    if (start == std::string_view::npos) start = 0;
  }
  if (start > 0) text.remove_prefix(start + 1);
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    out += formatted("  {}\n", visible(std::string(line)));
  }
  return out;
}

Text in_words(const Ended& ended, const std::string& name) {
  switch (ended.how) {
    case Ended::How::over_time:
      return {formatted(
                  "프로그램이 {}초가 지나도 끝나지 않아, 프로그램이 시작한 것까지 모두 멈췄습니다",
                  Limits().time / 1s),
              formatted("the program ran for more than {} seconds and was stopped, with all it had "
                        "started",
                        Limits().time / 1s)};
    case Ended::How::over_output:
      return {
          formatted("출력이 {} MiB를 넘어, 프로그램이 시작한 것까지 모두 멈췄습니다",
                    Limits().bytes >> 20U),
          formatted("the program wrote more than {} MiB and was stopped, with all it had started",
                    Limits().bytes >> 20U)};
    case Ended::How::not_started: {
      const std::string reason = std::strerror(ended.number);
      return {formatted("실행할 수 없습니다: {} ({})", name, reason),
              formatted("cannot be run: {} ({})", name, reason)};
    }
    case Ended::How::signalled: {
      const std::string reason = strsignal(ended.number);
      return {formatted_ko("프로그램이 시그널 {} ({})[으로/로] 끝났습니다", ended.number, reason),
              formatted("the program was ended by signal {} ({})", ended.number, reason)};
    }
    case Ended::How::exited:
      break;
  }
  return {formatted_ko("프로그램이 종료 코드 {}[으로/로] 끝났습니다", ended.number),
          formatted("the program ended with exit status {}", ended.number)};
}

std::string shown(const Block& block, const TextStyle& style) {
  return render_blocks({&block, 1}, style);
}

}  // namespace

std::string last_words(const Ended& ended) {
  return tail_of(ended.err.empty() && !ended.is_fine() ? ended.out : ended.err);
}

std::string failure(const Ended& ended, const std::string& name, const TextStyle& style) {
  return last_words(ended) + shown(block::Check{in_words(ended, name), false}, style);
}

bool lacks_pytorch(const Ended& ended, bool is_python) {
  if (ended.how == Ended::How::not_started) return is_python && ended.number == ENOENT;
  return ended.err.find("No module named 'torch'") != std::string::npos;
}

std::string how_to_get_pytorch(const std::string& file, const TextStyle& style) {
  const Text how = {
      "PyTorch가 없습니다. Debian과 Ubuntu에서는 apt install python3-torch, 다른 곳에서는 pip install "
      "torch로 설치합니다.",
      "There is no PyTorch. On Debian and Ubuntu: apt install python3-torch; elsewhere: pip install "
      "torch."};
  const Text or_else = {"PyTorch가 아니어도 됩니다. 수를 출력하면 어떤 프로그램이든 좋습니다:",
                        "It need not be PyTorch. Any program that prints numbers will do:"};
  // The command is not wrapped, so that it can be copied.
  return shown(block::Note{how}, style) + shown(block::Paragraph{or_else}, style) +
         formatted("  attn watch {} -- ./mine\n", visible(quoted_for_shell(file)));
}

}  // namespace attn
