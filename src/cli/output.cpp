#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "cli/pager.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

std::optional<std::string> pager;  ///< to be started by the first print()
bool finds_steps = false;

[[noreturn]] void fail() {
  const std::string reason = std::strerror(errno);
  throw UserError("",
                  {formatted("출력을 다 쓰지 못했습니다 ({})", reason),
                   formatted("the output could not be written in full ({})", reason)},
                  {"출력이 가는 곳을 확인하십시오", "check where the output goes"});
}

}  // namespace

std::string in_a_line(const Text& text, Language language) {
  std::string line;
  for (const std::string_view part : chosen(text, language)) {
    line += formatted("{}{}", line.empty() ? "" : " · ", part);
  }
  return line;
}

void print_through_pager() {
  pager = usual_pager();
}

bool let_pager_find_steps() {
  finds_steps = pager && can_find_steps(*pager);
  return finds_steps;
}

void print(std::string_view text) {
  if (pager) start_pager(*std::exchange(pager, {}), finds_steps);
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size()) fail();
}

void finish_printing() {
  if (std::fflush(stdout) != 0) fail();
  finish_pager();
}

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace attn
