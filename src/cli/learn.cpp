#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "answer/prediction.h"
#include "answer/program.h"
#include "catalogue.h"
#include "cli/commands.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/step_selection.h"
#include "lesson/explanation.h"
#include "lesson/user_error.h"
#include "render/explanation.h"
#include "render/text.h"

namespace attn {
namespace {

/// A line of standard input, without its end; nothing when there is no more.
std::optional<std::string> read_line() {
  constexpr std::size_t longest = 1000;  // of what is longer, the rest is left out
  std::string line;
  for (int c = std::getchar(); c != '\n'; c = std::getchar()) {
    if (c == EOF) return line.empty() ? std::nullopt : std::optional(line);
    if (line.size() < longest) line += static_cast<char>(c);
  }
  return line;
}

std::vector<block::Question> questions_of(const Page& page) {
  std::vector<block::Question> questions;
  for (const Block& block : page.blocks()) {
    if (const auto* question = std::get_if<block::Question>(&block)) questions.push_back(*question);
  }
  return questions;
}

/// Goes through steps with a learner: asks, judges, hints, reveals, remembers.
class Session {
 public:
  Session(const Settings& settings, const TextStyle& style) : settings_(settings), style_(style) {}

  /// From a step on to the end of its chapter, or until the learner leaves.
  void run(const Chapter& chapter, std::size_t first) {
    progress_.change([](Progress&) {});  // says beforehand if nothing can be kept
    say_notice();
    say({"답을 치십시오. s: 건너뛰기, h: 힌트, b: 앞 단계로, q: 그만두기, ?: 도움말",
         "Type your answer. s: skip, h: hint, b: back, q: quit, ?: help"});
    print("\n");
    for (std::size_t i = first; i < chapter.steps.size();) {
      const Place place{&chapter, &chapter.steps[i]};
      go_on_at(id(place));
      Next next = take(place);
      if (next == Next::onwards && ++i < chapter.steps.size() && isatty(STDIN_FILENO)) {
        go_on_at(id({&chapter, &chapter.steps[i]}));
        next = wait();
      }
      if (next == Next::leave) {
        if (!progress_.is_kept()) return;
        return say(
            {formatted("attn learn을 다시 실행하면 {}부터 이어집니다.",
                       id({&chapter, &chapter.steps[i]})),
             formatted("attn learn will go on from {}.", id({&chapter, &chapter.steps[i]}))});
      }
      if (next == Next::back) {
        if (i == 0) say({"첫 단계입니다.", "This is the first step."});
        i -= i > 0 ? 1 : 0;
      }
    }
    go_on_at("");
    say({formatted("{}장을 마쳤습니다. attn learn --progress로 진도를 볼 수 있습니다.",
                   chapter.number),
         formatted("Chapter {} is done. See your progress with attn learn --progress.",
                   chapter.number)});
  }

 private:
  enum class Next { onwards, back, leave };

  Next take(const Place& place) {
    const Page page = write_page(place, settings_);
    print(render_heading(page, style_));
    const std::vector<block::Question> questions = questions_of(page);
    Mastery mastery = questions.empty() ? Mastery::seen : Mastery::at_first_try;
    for (const block::Question& question : questions) {
      print(render_question(question, style_) + "\n");
      const Next next = ask(question, mastery);
      if (next != Next::onwards) return next;
    }
    print("\n" + render_blocks(page.blocks(), style_) + "\n");
    remember([&](Progress& progress) { progress.add(id(place), {mastery, fingerprint(place)}); });
    return Next::onwards;
  }

  /// Asks until the question is answered, skipped or given up; lowers `mastery` accordingly.
  Next ask(const block::Question& question, Mastery& mastery) {
    const std::vector<Text> all_hints = hints(question, style_.precision);
    std::size_t hints_given = 0;
    std::size_t wrong_answers = 0;
    std::string last_cause;
    // The next hint; or, if there is none, the answer.
    const auto help_on = [&] {
      mastery = std::min(mastery, Mastery::with_hints);
      if (hints_given == all_hints.size()) {
        mastery = Mastery::seen;
        reveal(question);
        return true;
      }
      const Text& hint = all_hints[hints_given++];
      const std::string count = formatted("{}/{}", hints_given, all_hints.size());
      say({formatted("힌트 {}: {}", count, hint.ko), formatted("hint {}: {}", count, hint.en)});
      return false;
    };
    for (;;) {
      const std::optional<std::string> typed = prompt();
      if (!typed || *typed == "q") return Next::leave;
      if (*typed == "b") return Next::back;
      if (*typed == "?") {
        say_help(question);
      } else if (*typed == "s") {
        mastery = Mastery::seen;
        reveal(question);
        return Next::onwards;
      } else if (*typed == "h") {
        if (help_on()) return Next::onwards;
      } else {
        const Judgement judgement = judge(question, *typed);
        if (judgement.kind == Judgement::Kind::right) {
          mark(true, {"맞습니다", "right"});
          return Next::onwards;
        }
        if (judgement.kind == Judgement::Kind::unclear) {
          say(judgement.why);
          continue;
        }
        mastery = std::min(mastery, Mastery::with_hints);
        mark(false, {"아닙니다", "no"});
        const bool is_new_cause = !judgement.why.en.empty() && judgement.why.en != last_cause;
        if (is_new_cause) say(judgement.why);
        last_cause = judgement.why.en;
        constexpr std::size_t most_causes = 3;
        const bool is_enough = is_new_cause && ++wrong_answers <= most_causes;
        if (!is_enough && help_on()) return Next::onwards;
      }
    }
  }

  /// Lets a learner at a terminal read the page.
  Next wait() {
    say({"Enter: 다음 단계", "Enter: the next step"});
    const std::optional<std::string> typed = prompt();
    if (!typed || *typed == "q") return Next::leave;
    return *typed == "b" ? Next::back : Next::onwards;
  }

  /// Asks for a line. Where no terminal shows what is typed, it is printed.
  std::optional<std::string> prompt() {
    print("> ");
    finish_printing();
    std::optional<std::string> line = read_line();
    if (!isatty(STDIN_FILENO) || !line) print(line ? *line + "\n" : "\n");
    if (!line) return line;
    const std::size_t start = std::min(line->find_first_not_of(" \t\r"), line->size());
    *line = line->substr(start, line->find_last_not_of(" \t\r") + 1 - start);
    return line;
  }

  /// The answer and where it comes from; that of a count or a choice is on the page that follows.
  void reveal(const block::Question& question) {
    const Text answer = right_answer(question, style_.precision);
    say({formatted("답: {}", answer.ko), formatted("answer: {}", answer.en)});
    if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
      print(render_explanation(explain(cell->tensor, cell->index, 2), style_));
    } else if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question.answer)) {
      print(render_trace(Program(shape->tensor).tensors(), style_));
    }
  }

  void say_help(const block::Question& question) {
    say(how_to_answer(question));
    say({"s: 건너뛰고 풀이 보기, h: 힌트, b: 앞 단계로, q: 그만두기",
         "s: skip and see how it is worked out, h: hint, b: back a step, q: quit"});
  }

  void mark(bool is_right, const Text& text) const { show(block::Check{text, is_right}); }
  void say(const Text& text) const { show(block::Paragraph{text}); }
  void show(const Block& block) const { print(render_blocks({&block, 1}, style_)); }

  void go_on_at(const std::string& step) {
    remember([&](Progress& progress) { progress.at = step; });
  }
  void remember(const std::function<void(Progress&)>& change) {
    progress_.change(change);
    say_notice();
  }
  void say_notice() {
    if (const auto notice = progress_.notice()) show(block::Note{*notice});
  }

  const Settings& settings_;
  const TextStyle& style_;
  ProgressFile progress_;
};

/// Where to begin when no step is named: where the learner left off, else the first step of the
/// default chapter that was not yet right at the first try.
Place place_to_go_on(const Progress& progress) {
  for (const Chapter* chapter : chapters()) {
    for (const Step& step : chapter->steps) {
      if (id({chapter, &step}) == progress.at) return {chapter, &step};
    }
  }
  const std::vector<Place> places = select_steps({});
  for (const Place& place : places) {
    const auto known = progress.steps.find(id(place));
    const bool is_mastered =
        known != progress.steps.end() && known->second.mastery == Mastery::at_first_try;
    if (!is_mastered) return place;
  }
  return places.front();
}

// ---- What is kept -------------------------------------------------------------------------------

int show_progress(const std::vector<Place>& places, const Options& options) {
  const Progress progress = ProgressFile().read();
  if (options.json) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Place& place : places) {
      const Standing standing = standing_of(place, progress);
      all.push_back(
          {{"id", id(place)}, {"progress", standing.word.en}, {"changed", standing.has_changed}});
    }
    print(all.dump() + "\n");
    return 0;
  }
  for (std::size_t first = 0; first < places.size();) {
    const Chapter& chapter = *places[first].chapter;
    Page page(formatted("{}", chapter.number), chapter.title);
    std::vector<std::vector<block::Cell>> rows;
    Size at_first_try = 0;
    for (; first < places.size() && places[first].chapter == &chapter; ++first) {
      const Standing standing = standing_of(places[first], progress);
      at_first_try += standing.mark == mark_of(Mastery::at_first_try) ? 1 : 0;
      const Text changed = {"(질문이 바뀜)", "(asks anew)"};
      rows.push_back({Text(id(places[first])), Text(std::string(standing.mark)),
                      Text(places[first].step->title), Text(standing.word),
                      standing.has_changed ? changed : Text("")});
    }
    const Size all = static_cast<Size>(rows.size());
    page.table({{"단계", "step"}, {""}, {"제목", "title"}, {"진도", "progress"}, {""}},
               std::move(rows));
    page.text("{}단계 가운데 {}단계를 단번에 맞혔습니다.",
              "{1} of {0} steps were right at the first try.", all, at_first_try);
    print(render_text(page, options.style));
  }
  return 0;
}

int reset(const std::vector<std::string>& words, const Options& options) {
  ProgressFile file;
  const std::string backup = file.change_with_backup([&](Progress& progress) {
    if (words.empty()) {
      progress = {};
      return;
    }
    for (const Place& place : select_steps(words)) progress.steps.erase(id(place));
  });
  if (const auto notice = file.notice()) {
    throw UserError(
        "--reset", *notice,
        {"홈 폴더와 그 권한을 확인하십시오", "check the home folder and its permissions"});
  }
  const Block said = block::Paragraph{
      backup.empty() ? Text("지울 진도가 없습니다.", "There is no progress to forget.")
                     : Text(formatted("진도를 지웠습니다. 지우기 전의 파일: {}", backup),
                            formatted("Forgotten. As it was before: {}", backup))};
  print(render_blocks({&said, 1}, options.style));
  return 0;
}

std::vector<Place> all_places() {
  return select_steps({"all"});
}

/// A step, or a chapter's first.
Place first_place(const std::string& word) {
  if (!word.starts_with("ch")) return select_step(word);
  const Chapter& chapter = select_chapter(word);
  return {&chapter, &chapter.steps.front()};
}

}  // namespace

int learn_command(const Arguments& arguments, const Options& options) {
  const std::vector<std::string>& words = arguments.words;
  if (arguments.reset) {
    if (!words.empty()) select_steps(words);  // complains before anything is changed
    return reset(words, options);
  }
  if (arguments.progress) {
    return show_progress(words.empty() ? all_places() : select_steps(words), options);
  }
  if (words.size() > 1) {
    throw UserError(words[1], {"learn은 단계 하나에서 시작합니다", "learn starts at one step"},
                    {formatted("attn learn {}처럼 쓰십시오", words[0]),
                     formatted("write attn learn {}", words[0])});
  }
  if (options.json) {
    throw UserError("--format",
                    {"learn은 대화라서 JSON이 없습니다", "learn is a dialogue, it has no JSON"},
                    {"진도는 attn learn --progress --format json으로 볼 수 있습니다",
                     "for your progress: attn learn --progress --format json"});
  }
  const Settings settings = understand_settings(arguments);
  const Place start = words.empty() ? place_to_go_on(ProgressFile().read()) : first_place(words[0]);
  const std::size_t first = static_cast<std::size_t>(start.step - start.chapter->steps.data());
  Session(settings, options.style).run(*start.chapter, first);
  return 0;
}

}  // namespace attn
