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

/// The shortest of all the runs that a tenth of a second has room for.
double best_seconds(const std::function<void()>& run) {
  double best = std::numeric_limits<double>::infinity();
  const Clock::time_point start = Clock::now();
  do {
    const Clock::time_point run_start = Clock::now();
    run();
    best = std::min(best, seconds_since(run_start));
  } while (seconds_since(start) < 0.1);
  return best;
}

std::string milliseconds(double seconds) {
  return formatted("{:.3f} ms", seconds * 1e3);
}

}  // namespace

void race(const Settings& settings, Page& page, const Runner& slow, const Runner& fast) {
  if (!settings.measure) return;
  const double slow_seconds = best_seconds(slow.run);
  const double fast_seconds = best_seconds(fast.run);
  page.table(
      {{"방금 잰 시간", "measured just now"}, {"한 번", "one run"}, {"비율", "ratio"}},
      {{slow.name, milliseconds(slow_seconds), formatted("{:.1f}", slow_seconds / fast_seconds)},
       {fast.name, milliseconds(fast_seconds), "1.0"}});
}

}  // namespace attn
