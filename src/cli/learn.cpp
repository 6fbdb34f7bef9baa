#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "answer/prediction.h"
#include "catalogue.h"
#include "cli/commands.h"
#include "cli/mastery.h"
#include "cli/option_table.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/step_selection.h"
#include "lesson/explanation.h"
#include "lesson/user_error.h"
#include "render/explanation.h"
#include "render/json.h"
#include "render/text.h"
#include "render/width.h"
#include "tensor/graph.h"

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

/// What was typed instead of an answer.
enum class Word { none, skip, hint, back, quit, help };

Word word_from(const std::string& typed) {
  const struct {
    Word word;
    std::vector<std::string_view> spellings;
  } words[] = {{Word::skip, {"s", "S", "skip", "건너뛰기"}},
               {Word::hint, {"h", "H", "hint", "힌트"}},
               {Word::back, {"b", "B", "back", "이전"}},
               {Word::quit, {"q", "Q", "quit", "exit", "그만두기"}},
               {Word::help, {"?", "help", "도움말"}}};
  for (const auto& [word, spellings] : words) {
    if (std::find(spellings.begin(), spellings.end(), typed) != spellings.end()) return word;
  }
  return Word::none;
}

constexpr FixedText words_in_short = {"s:건너뛰기  h:힌트  b:이전 단계  q:그만두기  ?:도움말",
                                      "s:skip  h:hint  b:back  q:quit  ?:help"};

/// Said where another program does not let go of the file of progress.
constexpr FixedText is_waiting = {"다른 attn이 진도를 기록하고 있어 기다립니다",
                                  "waiting for another attn that is keeping progress"};

/// Goes through steps with a learner: asks, judges, hints, reveals, remembers.
class Session {
 public:
  /// `again`: the command that goes on where this leaves off.
  Session(const Settings& settings, const TextStyle& style, std::string again)
      : settings_(settings), style_(style), again_(std::move(again)) {
    style_.precision = std::max(style_.precision, 4);  // answers must follow from what is shown
  }

  /// From a step on to the end of its chapter, or until the learner leaves.
  void run(const Chapter& chapter, std::size_t first) {
    progress_.change([](Progress&) {});  // says beforehand if nothing can be kept
    say_notice();
    say({formatted("답을 입력하십시오.  {}", words_in_short.ko),
         formatted("Type your answer.  {}", words_in_short.en)});
    print("\n");
    for (std::size_t i = first; i < chapter.steps.size();) {
      const auto id_of = [&](std::size_t step) { return id({&chapter, &chapter.steps[step]}); };
      go_on_at(id_of(i));
      Next next = take({&chapter, &chapter.steps[i]});
      if (next == Next::onwards && ++i < chapter.steps.size() && isatty(STDIN_FILENO)) {
        go_on_at(id_of(i));
        next = wait();
      }
      if (next == Next::leave) return say_goodbye(id_of(i));
      if (next == Next::back) {
        if (i == 0) say({"첫 단계입니다.", "This is the first step."});
        i -= i > 0 ? 1 : 0;
        print("\n");
      }
    }
    go_on_at("");
    say({formatted("{}장의 마지막 단계였습니다. attn learn --progress로 진도를 볼 수 있습니다.",
                   chapter.number),
         formatted("That was the last step of chapter {}. See your progress with attn learn "
                   "--progress.",
                   chapter.number)});
  }

 private:
  enum class Next { onwards, back, leave };

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
      const Next next = ask(question, mastery);
      if (next != Next::onwards) return next;
      print("\n");
    }
    print(render_blocks(page.blocks(), style_) + "\n");
    remember([&](Progress& progress) { progress.add(id(place), {mastery, fingerprint(place)}); });
    return Next::onwards;
  }

  /// Asks until the question is answered, skipped or given up; lowers `mastery` accordingly.
  Next ask(const block::Question& question, Mastery& mastery) {
    Help help(question, style_.precision);
    for (;;) {
      const std::optional<std::string> typed = prompt();
      if (!typed) return Next::leave;
      const Word word = word_from(*typed);
      if (word == Word::quit) return Next::leave;
      if (word == Word::back) return Next::back;
      if (word == Word::help) {
        say(how_to_answer(question));
        say(words_in_short);
        continue;
      }
      if (word == Word::none) {
        const Judgement judgement = judge(question, *typed);
        if (judgement.kind == Judgement::Kind::unclear) {
          say(judgement.why);
          continue;
        }
        if (judgement.kind == Judgement::Kind::right) {
          mark(true, {"맞습니다", "right"});
          return Next::onwards;
        }
        mark(false, {"틀렸습니다", "not right"});
        mastery = std::min(mastery, Mastery::with_hints);
        help.rule_out(*typed);
        if (help.is_new(judgement.why)) {
          say(judgement.why);
          continue;
        }
      }
      const std::optional<Text> hint = word == Word::skip ? std::nullopt : help.next();
      mastery = std::min(mastery, hint ? Mastery::with_hints : Mastery::seen);
      if (!hint) {
        reveal(question);
        return Next::onwards;
      }
      say(*hint);
    }
  }

  /// The help there is on one question.
  class Help {
   public:
    Help(const block::Question& question, int decimals)
        : choice_(std::get_if<block::Question::Choice>(&question.answer)),
          hints_(hints(question, decimals)) {}

    /// A wrong option that was tried need not be ruled out any more.
    void rule_out(const std::string& typed) {
      if (choice_) ruled_out_.insert(chosen_option(*choice_, typed).value());
    }
    /// Whether a cause is known and was not said before; there are only so many.
    bool is_new(const Text& cause) {
      constexpr std::size_t most = 3;
      return !cause.en.empty() && causes_.size() < most && causes_.insert(cause.en).second;
    }
    /// The next hint, if there is one.
    std::optional<Text> next() {
      if (choice_) return rule_out_another();
      if (given_ == hints_.size()) return {};
      const Text& hint = hints_[given_++];
      const std::string count = formatted("{}/{}", given_, hints_.size());
      return Text(formatted("힌트 {}: {}", count, hint.ko),
                  formatted("hint {}: {}", count, hint.en));
    }

   private:
    /// Two options are left at least: else it would be the answer.
    std::optional<Text> rule_out_another() {
      const std::size_t options = choice_->options.size();
      if (ruled_out_.size() + 2 >= options) return {};
      std::size_t wrong = options - 1;
      while (wrong == choice_->right || ruled_out_.contains(wrong)) --wrong;
      ruled_out_.insert(wrong);
      return Text(formatted("힌트: {}번은 아닙니다", wrong + 1),
                  formatted("hint: it is not number {}", wrong + 1));
    }

    const block::Question::Choice* choice_;  ///< null if it is no choice
    std::vector<Text> hints_;
    std::size_t given_ = 0;
    std::set<std::size_t> ruled_out_{};
    std::set<std::string> causes_{};
  };

  /// Lets a learner at a terminal read the page.
  Next wait() {
    for (;;) {
      say({"Enter:다음 단계  b:이 단계 다시  q:그만두기",
           "Enter:next step  b:this step again  q:quit"});
      const std::optional<std::string> typed = prompt();
      if (!typed || word_from(*typed) == Word::quit) return Next::leave;
      if (word_from(*typed) == Word::back) return Next::back;
      if (typed->empty()) return Next::onwards;
    }
  }

  /// Asks for a line. Where no terminal shows what is typed, it is printed.
  std::optional<std::string> prompt() {
    print("> ");
    finish_printing();
    std::optional<std::string> line = read_line();
    if (line) {
      const std::size_t start = std::min(line->find_first_not_of(" \t\r"), line->size());
      *line = line->substr(start, line->find_last_not_of(" \t\r") + 1 - start);
    }
    if (!isatty(STDIN_FILENO) || !line) print(visible(line.value_or("")) + "\n");
    return line;
  }

  /// The answer and where it comes from; that of a choice is on the page that follows.
  void reveal(const block::Question& question) {
    const Text answer = right_answer(question, style_.precision);
    say({formatted("답: {}", answer.ko), formatted("answer: {}", answer.en)});
    if (const auto* cell = std::get_if<block::Question::Cell>(&question.answer)) {
      print(render_explanation(explain(cell->tensor, cell->index, 2), style_));
    } else if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question.answer)) {
      print(render_trace(way_to(shape->tensor, 0), style_));
    } else if (const auto* count = std::get_if<block::Question::Count>(&question.answer)) {
      say(count->hint);
    }
  }

  void say_goodbye(const std::string& step) const {
    if (!progress_.is_kept()) return;
    say({formatted("{} 단계부터 이어 하기: {}", step, again_),
         formatted("To go on from step {}: {}", step, again_)});
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
  TextStyle style_;
  std::string again_;
  ProgressFile progress_{[this] {
    say(is_waiting);
    finish_printing();
  }};
  std::map<std::string, Mastery> best_{};  ///< that a step can still be, in this session
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
  ProgressFile file;
  const Progress progress = file.read();
  if (const auto notice = file.notice()) warn(*notice, options.style.language);
  if (options.json) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Place& place : places) {
      const Standing standing = standing_of(place, progress);
      all.push_back(
          {{"id", id(place)}, {"progress", standing.word.en}, {"changed", standing.has_changed}});
    }
    print(written(all) + "\n");
    return 0;
  }
  for (std::size_t first = 0; first < places.size();) {
    const Chapter& chapter = *places[first].chapter;
    Page page(formatted("{}", chapter.number), chapter.title);
    std::vector<std::vector<block::Cell>> rows;
    std::array<Size, 3> counts{};
    for (; first < places.size() && places[first].chapter == &chapter; ++first) {
      const Standing standing = standing_of(places[first], progress);
      const Text changed = {"(질문이 바뀜)", "(asks anew)"};
      rows.push_back({Text(id(places[first])), Text(std::string(standing.mark)),
                      Text(places[first].step->title), Text(standing.word),
                      standing.has_changed ? changed : Text("")});
      const auto known = progress.steps.find(id(places[first]));
      if (known != progress.steps.end()) {
        ++counts[static_cast<std::size_t>(known->second.mastery)];
      }
    }
    const auto [seen, with_hints, at_first_try] = counts;
    const Size all = static_cast<Size>(rows.size());
    page.table({{"단계", "step"}, {""}, {"제목", "title"}, {"진도", "progress"}, {""}},
               std::move(rows));
    page.text(
        "{0}단계 가운데 {1}단계를 단번에, {2}단계를 다시 답하거나 힌트를 보고 맞혔고, "
        "{3}단계는 보기만 했습니다.",
        "{0} steps: {1} right at the first try, {2} after retries or hints, {3} only seen.", all,
        at_first_try, with_hints, seen);
    if (progress.at.starts_with(formatted("{}.", chapter.number))) {
      page.text("다음: {0}", "Next: {0}", progress.at);
    }
    print(render_text(page, options.style));
  }
  return 0;
}

int reset(const std::vector<std::string>& words, const Options& options) {
  const auto say = [&](const Block& block) { print(render_blocks({&block, 1}, options.style)); };
  ProgressFile file([&] {
    say(block::Paragraph{is_waiting});
    finish_printing();
  });
  const std::string backup = file.change_with_backup([&](Progress& progress) {
    if (words.empty()) {
      progress = {};
      return;
    }
    for (const Place& place : select_steps(words)) progress.steps.erase(id(place));
  });
  const auto notice = file.notice();
  if (notice && file.is_kept()) {
    say(block::Note{*notice});  // which says that all of it was set aside
    return 0;
  }
  if (notice) {
    throw UserError(
        "--reset", *notice,
        {"홈 폴더와 그 권한을 확인하십시오", "check the home folder and its permissions"});
  }
  say(block::Paragraph{backup.empty()
                           ? Text("지울 진도가 없습니다.", "There is no progress to forget.")
                           : Text(formatted("진도를 지웠습니다. 지우기 전의 파일: {}", backup),
                                  formatted("Forgotten. As it was before: {}", backup))});
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
  std::string again = "attn learn";
  for (const Option& option : setting_options()) {
    if (const auto& value = arguments.*option.word)
      again += formatted(" {} {}", option.name, *value);
  }
  Session(settings, options.style, std::move(again)).run(*start.chapter, first);
  return 0;
}

}  // namespace attn
