#pragma once

#include <optional>
#include <string>

#include "cli/progress.h"
#include "lesson/page.h"
#include "render/text_style.h"

namespace attn {

/// Where a learner wants to go from here.
enum class Next { onwards, back, leave };

/// What can be typed instead of an answer.
inline constexpr FixedText words_in_short = {
    "s:건너뛰기  h:힌트  b:이전 단계  q:그만두기  ?:도움말",
    "s:skip  h:hint  b:back  q:quit  ?:help"};

/// Talks with a learner, line by line: asks, judges, hints, reveals.
class Dialogue {
 public:
  explicit Dialogue(const TextStyle& style) : style_(style) {}

  /// Asks until the question is answered, skipped or given up; lowers `mastery` accordingly.
  Next ask(const block::Question& question, Mastery& mastery) const;

  /// Lets a learner at a terminal read the page.
  Next wait() const;

  void say(const Text& text) const { show(block::Paragraph{text}); }
  void show(const Block& block) const;

 private:
  std::optional<std::string> prompt() const;
  void reveal(const block::Question& question) const;
  void mark(bool is_right, const Text& text) const { show(block::Check{text, is_right}); }

  TextStyle style_;
};

}  // namespace attn
