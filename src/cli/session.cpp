#include "cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "cli/dialogue.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "render/text.h"
#include "render/width.h"

namespace attn {
namespace {

std::vector<block::Question> questions_of(const Page& page) {
  std::vector<block::Question> questions;
  for (const Block& block : page.blocks()) {
    if (const auto* question = std::get_if<block::Question>(&block)) questions.push_back(*question);
  }
  return questions;
}

class Session {
 public:
  Session(const Settings& settings, const TextStyle& style, const std::string& again)
      : settings_(settings), style_(style), again_(again), dialogue_(style) {}

  /// From a step on to the end of its chapter, or until the learner leaves.
  void run(const Chapter& chapter, std::size_t first) {
    progress_.change([](Progress&) {});  // says beforehand if nothing can be kept
    say_notice();
    dialogue_.say({formatted("답을 입력하십시오.  {}", words_in_short.ko),
                   formatted("Type your answer.  {}", words_in_short.en)});
    print("\n");
    for (std::size_t i = first; i < chapter.steps.size();) {
      const auto id_of = [&](std::size_t step) { return id({&chapter, &chapter.steps[step]}); };
      go_on_at(id_of(i));
      Next next = take({&chapter, &chapter.steps[i]});
      if (next == Next::onwards && ++i < chapter.steps.size() && isatty(STDIN_FILENO)) {
        go_on_at(id_of(i));
        next = dialogue_.wait();
      }
      if (next == Next::leave) return say_goodbye(id_of(i));
      if (next == Next::back) {
        if (i == 0) dialogue_.say({"첫 단계입니다.", "This is the first step."});
        i -= i > 0 ? 1 : 0;
        print("\n");
      }
    }
    go_on_at("");
    dialogue_.say(
        {formatted("{}장의 마지막 단계였습니다. attn learn --progress로 진도를 볼 수 있습니다.",
                   chapter.number),
         formatted("That was the last step of chapter {}. See your progress with attn learn "
                   "--progress.",
                   chapter.number)});
  }

 private:
  /// One step: its questions, then its page.
  Next take(const Place& place) {
    const Page page = write_page(place, settings_);
    print(render_heading(page, style_));
    const std::vector<block::Question> questions = questions_of(page);
    // Whoever has been helped with a step in this session is not right at the first try any more.
    Mastery& mastery =
        best_.try_emplace(id(place), questions.empty() ? Mastery::seen : Mastery::at_first_try)
            .first->second;
    for (const block::Question& question : questions) {
      print(render_question(question, style_) + "\n");
      const Next next = dialogue_.ask(question, mastery);
      if (next != Next::onwards) return next;
      print("\n");
    }
    print(render_blocks(page.blocks(), style_) + "\n");
    remember([&](Progress& progress) { progress.add(id(place), {mastery, fingerprint(place)}); });
    return Next::onwards;
  }

  void say_goodbye(const std::string& step) const {
    if (!progress_.is_kept()) return;
    dialogue_.say(
        {formatted("{} 단계부터 이어 하기:", step), formatted("To go on from step {}:", step)});
    print(formatted("  {}\n", visible(again_)));  // not wrapped, so that it can be copied
  }

  void go_on_at(const std::string& step) {
    remember([&](Progress& progress) { progress.at = step; });
  }
  void remember(const std::function<void(Progress&)>& change) {
    progress_.change(change);
    say_notice();
  }
  void say_notice() {
    if (const auto notice = progress_.notice()) dialogue_.show(block::Note{*notice});
  }

  const Settings& settings_;
  const TextStyle& style_;
  const std::string& again_;
  Dialogue dialogue_;
  ProgressFile progress_{[this] {
    dialogue_.say(is_waiting);
    finish_printing();
  }};
  std::map<std::string, Mastery> best_{};  ///< that a step can still be, in this session
};

}  // namespace

void hold_session(const Place& start, const Settings& settings, const TextStyle& style,
                  const std::string& again) {
  TextStyle exact = style;
  exact.precision = std::max(style.precision, 4);  // answers must follow from what is shown
  const auto first = static_cast<std::size_t>(start.step - start.chapter->steps.data());
  Session(settings, exact, again).run(*start.chapter, first);
}

}  // namespace attn
