#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/progress.h"
#include "lesson/page.h"
#include "render/render.h"

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
  /// `format`: text or HTML.
  explicit Dialogue(const TextStyle& style, Format format = Format::text)
      : style_(style), format_(format) {}

  /// Asks until the question is answered, skipped or given up; lowers `mastery` accordingly.
  Next ask(const block::Question& question, Mastery& mastery);

  /// Lets a learner at a terminal read the page. `how` says what can be typed then.
  Next wait(const Text& how = {"Enter:다음 단계  b:이 단계 다시  q:그만두기",
                               "Enter:next step  b:this step again  q:quit"});

  /// The line typed after `how` was said; nothing if the learner leaves.
  std::optional<std::string> choose(const Text& how);

  /// Prints a text: at a terminal that it is taller than in parts, between which the learner may
  /// leave.
  Next read_through(std::string_view text);

  // What is going to be asked, as it is shown.
  std::string heading(const Page& page) const;
  std::string question(const block::Question& question) const;

  void say(const Text& text) { show(block::Paragraph{text}); }
  void show(const Block& block);

 private:
  std::optional<std::string> prompt();
  void reveal(const block::Question& question);
  void mark(bool is_right, const Text& text) { show(block::Check{text, is_right}); }

  TextStyle style_;
  Format format_;
  std::vector<std::string> history_{};
  std::size_t said_ = 0;  ///< lines since the last prompt
};

}  // namespace attn
