#include "cli/output.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

#include "cli/pager.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

std::optional<std::string> pager;        ///< to be started by the first print()
std::optional<std::string> above_steps;  ///< what stands above them, if it is to find steps
std::string held;                        ///< steps so far, which may yet fit on the screen

[[noreturn]] void fail() {
  const std::string reason = std::strerror(errno);
  throw UserError("",
                  {formatted("출력을 다 쓰지 못했습니다 ({})", reason),
                   formatted("the output could not be written in full ({})", reason)},
                  {"출력이 가는 곳을 확인하십시오", "check where the output goes"});
}

void put(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size()) fail();
}

/// Prints what was held, through the pager.
void release(bool finds_steps) {
  if (pager) start_pager(*std::exchange(pager, {}), finds_steps);
  if (finds_steps) put(*above_steps);
  above_steps.reset();
  put(std::exchange(held, {}));
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

void let_pager_find_steps(std::string above) {
  if (pager && can_find_steps(*pager)) above_steps = std::move(above);
}

void print(std::string_view text) {
  if (above_steps) {
    held += text;
    const auto lines = std::count(held.begin(), held.end(), '\n');
    if (std::cmp_greater_equal(lines, rows_of_screen())) release(true);
    return;
  }
  release(false);
  put(text);
}

void finish_printing() {
  if (!held.empty()) release(false);
  if (std::fflush(stdout) != 0) fail();
  finish_pager();
}

void print_error(std::string_view text) {
  if (!held.empty()) release(false);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace attn
