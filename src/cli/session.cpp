#include "cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "cli/dialogue.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/way.h"
#include "render/html.h"
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

Place place_in(const Chapter& chapter, std::size_t step) {
  return {&chapter, &chapter.steps[step]};
}

/// How many of a chapter's steps were taken how well: seen, with hints, at the first try.
std::array<Size, 3> counts_of(const Chapter& chapter, const Progress& progress) {
  std::array<Size, 3> counts{};
  for (const Step& step : chapter.steps) {
    const auto known = progress.steps.find(id({&chapter, &step}));
    if (known != progress.steps.end()) ++counts[static_cast<std::size_t>(known->second.mastery)];
  }
  return counts;
}

class Session {
 public:
  explicit Session(const SessionStyle& style)
      : style_(style), dialogue_(style.text, style.format) {}

  /// From a step on to the end of its chapter, and at a terminal to those behind it.
  void learn(Place start) {
    if (style_.format == Format::html) return learn_in_browser(start);
    begin();
    for (std::optional<Place> next = start; next;) {
      const Chapter& chapter = *next->chapter;
      const auto first = static_cast<std::size_t>(next->step - chapter.steps.data());
      if (go_through(chapter, first) == Next::leave) return;
      next = end_of(chapter);
      if (!next || !isatty(STDIN_FILENO) || wait_for_chapter() == Next::leave) return;
      print("\n");
    }
  }

  void review(const std::vector<Place>& places, const std::string& numbers) {
    begin();
    dialogue_.say(
        {formatted("시드와 쿼리를 노트와 다르게 하여 다시 묻습니다: {}", numbers),
         formatted("Asked again with another seed and query than the notes': {}", numbers)});
    print("\n");
    Size right = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto taken = ask_again(places[i]);
      if (!taken) return say_goodbye({"다시 이어 하기:", "To go on:"});
      right += *taken == Mastery::at_first_try ? 1 : 0;
    }
    const auto all = static_cast<Size>(places.size());
    dialogue_.say({formatted("다시 물은 단계 {}개 가운데 {}개를 단번에 맞혔습니다.", all, right),
                   formatted("Right at the first try: {} of {} steps.", right, all)});
  }

 private:
  /// A document of one step: what is asked, answered and said of it so far; its page, once all is
  /// answered.
  void learn_in_browser(const Place& place) {
    print(html_head(place.step->title, style_.text) + "<article class=\"dialogue\">\n");
    say_notice();
    const Page page = write_fitting_page(place, style_.settings);
    const std::vector<block::Question> questions = questions_of(page);
    Mastery mastery = questions.empty() ? Mastery::seen : Mastery::at_first_try;
    const Next next = ask_all(page, questions, mastery);
    print("</article>\n");
    if (next == Next::onwards) {
      print(render_html(page, style_.text));
      keep(place, mastery);
    }
    print(html_tail());
  }

  void begin() {
    progress_.change([](Progress&) {});  // says beforehand if nothing can be kept
    say_notice();
    dialogue_.say({formatted("답을 입력하십시오.  {}", words_in_short.ko),
                   formatted("Type your answer.  {}", words_in_short.en)});
    print("\n");
  }

  Next go_through(const Chapter& chapter, std::size_t first) {
    for (std::size_t i = first; i < chapter.steps.size();) {
      const Place place = place_in(chapter, i);
      go_on_at(id(place));
      Next next = ask_what_is_due();
      if (next != Next::leave) next = take(place);
      if (next == Next::onwards && ++i < chapter.steps.size() && isatty(STDIN_FILENO)) {
        go_on_at(id(place_in(chapter, i)));
        next = dialogue_.wait();
      }
      if (next == Next::leave) {
        const std::string step = id(place_in(chapter, i));
        say_goodbye(
            {formatted("{} 단계부터 이어 하기:", step), formatted("To go on from step {}:", step)});
        return next;
      }
      if (next == Next::back) {
        if (i == 0) dialogue_.say({"첫 단계입니다.", "This is the first step."});
        i -= i > 0 ? 1 : 0;
        print("\n");
      }
    }
    return Next::onwards;
  }

  /// One step: its questions, then its page.
  Next take(const Place& place) {
    const Page page = write_fitting_page(place, style_.settings);
    const std::vector<block::Question> questions = questions_of(page);
    // Whoever has been helped with a step in this session is not right at the first try any more.
    Mastery& mastery =
        best_.try_emplace(id(place), questions.empty() ? Mastery::seen : Mastery::at_first_try)
            .first->second;
    const Next next = ask_all(page, questions, mastery);
    if (next != Next::onwards) return next;
    const Next after = dialogue_.read_through(render_blocks(page.blocks(), style_.text) + "\n");
    keep(place, mastery);
    ++taken_;
    constexpr Size steps_between = 4;
    if (mastery == Mastery::with_hints && due_once_.insert(id(place)).second) {
      due_.push_back({place, taken_ + steps_between});
    }
    return after;
  }

  /// Steps that took hints some steps ago, once more.
  Next ask_what_is_due() {
    while (!due_.empty() && due_.front().when <= taken_) {
      const Place place = due_.front().place;
      due_.pop_front();
      dialogue_.say({"조금 전에 힌트를 보거나 다시 답한 단계입니다. 한 번 더 묻습니다.",
                     "This step took you hints or retries a while ago. Once more:"});
      print("\n");
      if (!ask_again(place)) return Next::leave;
    }
    return Next::onwards;
  }

  /// The questions of a step, and the page if they were not right at once; how well it was taken,
  /// or nothing if the learner left.
  std::optional<Mastery> ask_again(const Place& place) {
    const Page page = write_fitting_page(place, style_.settings);
    Mastery mastery = Mastery::at_first_try;
    const Next next = ask_all(page, questions_of(page), mastery);
    if (next == Next::leave) return {};
    if (next == Next::back) mastery = Mastery::seen;  // there is nowhere to go back to
    keep(place, mastery);
    if (mastery == Mastery::at_first_try) return mastery;
    const Next after = dialogue_.read_through(render_blocks(page.blocks(), style_.text) + "\n");
    return after == Next::leave ? std::nullopt : std::optional(mastery);
  }

  Next ask_all(const Page& page, const std::vector<block::Question>& questions, Mastery& mastery) {
    std::string shown = dialogue_.heading(page);
    for (const block::Question& question : questions) {
      shown += dialogue_.question(question) + "\n";
      if (dialogue_.read_through(std::exchange(shown, "")) == Next::leave) return Next::leave;
      const Next next = dialogue_.ask(question, mastery);
      if (next != Next::onwards) return next;
      print("\n");
    }
    return dialogue_.read_through(shown);
  }

  /// What a chapter has taught and how it went; where to go on, unless all has been taken.
  std::optional<Place> end_of(const Chapter& chapter) {
    std::optional<Place> next = place_behind(chapter, {});
    std::array<Size, 3> counts{};
    remember([&](Progress& progress) {
      next = place_behind(chapter, progress);
      progress.at = next ? id(*next) : "";
      counts = counts_of(chapter, progress);
    });
    const auto [seen, with_hints, at_first_try] = counts;
    dialogue_.say({formatted("{}장의 마지막 단계였습니다. {}", chapter.number, chapter.learned.ko),
                   formatted("That was the last step of chapter {}. {}", chapter.number,
                             chapter.learned.en)});
    dialogue_.say(
        {formatted("단번에 맞힌 단계 {}개, 다시 답하거나 힌트를 보고 맞힌 단계 {}개, 보기만 한 "
                   "단계 {}개.",
                   at_first_try, with_hints, seen),
         formatted("Right at the first try: {}; after retries or hints: {}; only seen: {}.",
                   at_first_try, with_hints, seen)});
    if (seen + with_hints > 0) {
      dialogue_.say({"어려웠던 단계를 다른 수로 다시 풀기: attn learn --review",
                     "What was hard, again with other numbers: attn learn --review"});
    }
    if (next) {
      dialogue_.say({formatted("다음은 {} 단계, {}장 '{}'입니다:", id(*next), next->chapter->number,
                               next->chapter->title.ko),
                     formatted("Next is step {}, in chapter {}, {}:", id(*next),
                               next->chapter->number, next->chapter->title.en)});
      print("  attn learn\n");  // not wrapped, so that it can be copied
    } else {
      dialogue_.say({"이것으로 모든 장을 마쳤습니다.", "With this you have been through it all."});
    }
    return next;
  }

  Next wait_for_chapter() {
    return dialogue_.wait({"Enter:다음 장으로  q:그만두기", "Enter:on to that chapter  q:quit"});
  }

  void say_goodbye(const Text& how) {
    if (!progress_.is_kept()) return;
    dialogue_.say(how);
    print(formatted("  {}\n", visible(style_.again)));  // not wrapped, so that it can be copied
  }

  void keep(const Place& place, Mastery mastery) {
    remember([&](Progress& progress) { progress.add(id(place), {mastery, fingerprint(place)}); });
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

  struct Due {
    Place place;
    Size when;  ///< once so many steps were taken
  };

  const SessionStyle& style_;
  Dialogue dialogue_;
  ProgressFile progress_{[this] {
    dialogue_.say(is_waiting);
    finish_printing();
  }};
  std::map<std::string, Mastery> best_{};  ///< that a step can still be, in this session
  Size taken_ = 0;
  std::deque<Due> due_{};
  std::set<std::string> due_once_{};
};

/// Answers must follow from what is shown.
SessionStyle exact(const SessionStyle& style) {
  SessionStyle with_four = style;
  with_four.text.precision = std::max(style.text.precision, 4);
  return with_four;
}

}  // namespace

void hold_session(const Place& start, const SessionStyle& style) {
  const SessionStyle with_four = exact(style);
  Session(with_four).learn(start);
}

void hold_review(const std::vector<Place>& places, const std::string& numbers,
                 const SessionStyle& style) {
  const SessionStyle with_four = exact(style);
  Session(with_four).review(places, numbers);
}

}  // namespace attn
