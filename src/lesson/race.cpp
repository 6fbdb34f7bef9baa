#include "lesson/race.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace attn {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double seconds_of(const std::function<void()>& run) {
  const Clock::time_point start = Clock::now();
  run();
  return seconds_since(start);
}

/// What was found, in a sentence.
void sum_up(double ratio, Page& page) {
  constexpr double noise = 1.1;
  if (ratio > noise) {
    page.text("방금 재어 보니 아래쪽 방법이 {:.1f}배 빠릅니다.",
              "As just measured, the lower way is {:.1f} times as fast.", ratio);
  } else if (ratio < 1 / noise) {
    page.text("방금 재어 보니 이 컴퓨터에서는 위쪽 방법이 {:.1f}배 빠릅니다.",
              "As just measured, on this computer the upper way is {:.1f} times as fast.",
              1 / ratio);
  } else {
    page.text("방금 재어 보니 두 방법에 걸리는 시간이 거의 같습니다.",
              "As just measured, both ways take about the same time.");
  }
}

std::string milliseconds(double seconds) {
  return formatted("{:.3f} ms", seconds * 1e3);
}

}  // namespace

void race(const Settings& settings, Page& page, const Runner& slow, const Runner& fast) {
  if (!settings.measure) return;
  // In turns, so that whatever else the computer does slows both; the shortest run counts.
  double slow_seconds = std::numeric_limits<double>::infinity();
  double fast_seconds = slow_seconds;
  const Clock::time_point start = Clock::now();
  do {
    slow_seconds = std::min(slow_seconds, seconds_of(slow.run));
    fast_seconds = std::min(fast_seconds, seconds_of(fast.run));
  } while (seconds_since(start) < 0.2);
  page.table(
      {{"방금 잰 시간", "measured just now"}, {"한 번", "one run"}, {"비율", "ratio"}},
      {{slow.name, milliseconds(slow_seconds), formatted("{:.1f}", slow_seconds / fast_seconds)},
       {fast.name, milliseconds(fast_seconds), "1.0"}});
  sum_up(slow_seconds / fast_seconds, page);
}

}  // namespace attn
