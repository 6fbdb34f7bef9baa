#include "cli/watch_loop.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>
#include <set>
#include <utility>

#include "answer/verdict.h"
#include "cli/child_program.h"
#include "cli/diff_page.h"
#include "cli/inputs.h"
#include "cli/key_by_key.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/step_line.h"
#include "cli/watch_help.h"
#include "cli/watch_keys.h"
#include "cli/watch_report.h"
#include "cli/watched_file.h"
#include "render/render.h"
#include "render/text.h"
#include "render/width.h"

namespace attn {
namespace {

using namespace std::chrono_literals;

constexpr FixedText what_keys_do = {
    "저장하면 다시 실행합니다.  n:다음  h:힌트  s:풀이  r:다시 실행  l:차례  q:그만두기",
    "Save, and it is run again.  n:next  h:hint  s:solution  r:run again  l:list  q:quit"};

volatile std::sig_atomic_t shows_status = 0;  ///< a line that is to be wiped out
constexpr std::string_view wiping = "\r\x1b[K";

/// The program that runs is not left behind, nor the terminal.
void leave(int) {
  if (shows_status != 0) {
    [[maybe_unused]] const ssize_t wiped = write(STDOUT_FILENO, wiping.data(), wiping.size());
  }
  KeyByKey::give_back();
  ChildProgram::stop_running();
  _exit(0);
}

void leave_at_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    if (std::signal(signal, leave) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

class Watching {
 public:
  explicit Watching(Watched watched)
      : watched_(std::move(watched)),
        has_keys_(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)),
        done_(ProgressFile().read().practiced),
        at_(first_undone()),
        file_(exercise().path) {}

  void run() {
    leave_at_signals();
    std::optional<KeyByKey> terminal;
    if (has_keys_) terminal.emplace();
    const auto stops_us = [&](char key) { return terminal->signals(key); };
    introduce();
    for (;;) {
      look();
      const bool has_typed = wait();
      if (has_typed) {
        const auto keys = keys_typed(stops_us);
        if (!keys) return;
        for (const WatchKey key : *keys) {
          if (key == WatchKey::quit) return;
          press(key);
        }
      }
      if (program_) advance();
    }
  }

 private:
  const Exercise& exercise() const { return watched_.exercises[at_]; }
  bool is_done(const Exercise& one) const { return done_.contains(id(one.place)); }

  std::size_t first_undone() const {
    const auto& all = watched_.exercises;
    const auto found =
        std::find_if_not(all.begin(), all.end(), [&](const Exercise& one) { return is_done(one); });
    return found == all.end() ? 0 : static_cast<std::size_t>(found - all.begin());
  }

  // ---- Saved, run, judged ----

  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_look_) return;
    next_look_ = now + 100ms;
    if (file_.look()) {
      start();
    } else if (!std::exchange(has_said_gone_, file_.is_gone()) && has_said_gone_ && has_keys_) {
      say({formatted("{}: 파일이 없어 기다립니다.", file_.path()),
           formatted("{}: the file is gone; waiting for it.", file_.path())});
      finish_printing();
    }
  }

  /// Waits for keys, for the program or for the next look; whether there are keys.
  bool wait() {
    std::vector<pollfd> sources = {{has_keys_ ? STDIN_FILENO : -1, POLLIN, 0}};
    if (program_) {
      for (const pollfd& output : program_->outputs()) sources.push_back(output);
    }
    const auto rest =
        std::chrono::ceil<std::chrono::milliseconds>(next_look_ - std::chrono::steady_clock::now());
    const auto most = std::clamp<std::chrono::milliseconds>(rest, 0ms, program_ ? 20ms : 100ms);
    const int ready = poll(sources.data(), sources.size(), static_cast<int>(most.count()));
    return ready > 0 && sources[0].revents != 0;
  }

  std::vector<std::string> command() const {
    if (watched_.command.empty()) return {"python3", file_.path()};
    std::vector<std::string> words = watched_.command;
    std::replace(words.begin(), words.end(), std::string("{}"), file_.path());
    return words;
  }

  void start() {
    program_.reset();
    clear_status();
    try {
      StepLine line = require_step_line(file_.content(), file_.path());
      request_ = watched_.request;
      request_.choices.merge(line.choices);  // those of the command line stay
      if (id(line.place) != id(place_)) forget_help();
      place_ = watched_.exercises[at_].place = line.place;
      settings_ = settings_of(request_);
    } catch (const UserError& error) {
      settings_.reset();
      print(describe(error, style_.language));
      return await();
    }
    program_.emplace(command());
    if (!has_keys_) return;
    print("\n" + in_a_line({"실행 중…", "running…"}, style_.language));
    shows_status = 1;
    finish_printing();
  }

  void advance() {
    const std::optional<Ended> ended = program_->advance();
    if (!ended) return;
    program_.reset();
    clear_status();
    try {
      if (ended->is_fine()) {
        show_verdict(*ended);
      } else {
        show_failure(*ended);
      }
    } catch (const UserError& error) {
      print(describe(error, style_.language));
    }
    await();
  }

  void show_failure(const Ended& ended) {
    print(render_heading(Page(id(place_), place_.step->title), style_));
    print(last_words(ended));
    show(how_it_ended(ended, command().front()));
    if (!lacks_pytorch(ended, watched_.command.empty())) return;
    if (std::exchange(has_said_how_to_get_, true)) return;
    for (const Block& block : how_to_get_pytorch(file_.path())) show(block);
  }

  void show_verdict(const Ended& ended) {
    print(last_words(ended));
    const Verdict verdict = judge(place_, *settings_, read_answers({ended.out, "stdout"}));
    const Page page = diff_page(verdict, place_);
    print(render({&page, 1}, Format::text, style_, "attn watch"));
    if (std::exchange(noted_, request_.choices) != request_.choices) {
      note_unused(request_, *settings_);
    }
    if (verdict.equal()) keep();
  }

  void keep() {
    done_.insert(id(place_));
    progress_.change([&](Progress& progress) { progress.practiced.insert(id(place_)); });
    if (const auto notice = progress_.notice()) show(block::Note{*notice});
    if (!has_keys_) return;
    if (const auto next = next_undone()) {
      const Exercise& one = watched_.exercises[*next];
      say({formatted("n을 누르면 다음은 {} 단계({})입니다.", id(one.place), one.path),
           formatted("Press n to go on with step {} ({}).", id(one.place), one.path)});
    }
  }

  // ---- Keys ----

  void press(WatchKey key) {
    clear_status();
    const bool asks_again = std::exchange(asked_for_solution_, false);
    switch (key) {
      case WatchKey::next:
        return go_on();
      case WatchKey::hint:
        give_hint();
        break;
      case WatchKey::solution:
        give_solution(asks_again);
        break;
      case WatchKey::again:
        return start();
      case WatchKey::list:
        list();
        break;
      case WatchKey::help:
        say(what_keys_do);
        break;
      case WatchKey::quit:
        break;
    }
    finish_printing();
  }

  /// The next that is not done, from the first again behind the last; nothing if that is this one.
  std::optional<std::size_t> next_undone() const {
    const std::size_t count = watched_.exercises.size();
    for (std::size_t step = 1; step < count; ++step) {
      const std::size_t next = (at_ + step) % count;
      if (!is_done(watched_.exercises[next])) return next;
    }
    return {};
  }

  void go_on() {
    const auto next = next_undone();
    if (!next) {
      say(is_done(exercise())
              ? Text("모두 마쳤습니다.", "All of it is done.")
              : Text("아직 맞지 않은 것은 이 파일뿐입니다.", "Only this file is not yet right."));
      return finish_printing();
    }
    program_.reset();
    at_ = *next;
    file_ = WatchedFile(exercise().path);
    next_look_ = {};
    forget_help();
    introduce();
  }

  void introduce() {
    place_ = exercise().place;
    if (!has_keys_) return;
    say(formatted("{}: {}", file_.path(), id(place_)));
    finish_printing();
  }

  void give_hint() {
    if (!settings_) return say(fix_first());
    const std::vector<Text> hints = hints_on(place_, *settings_, std::max(4, style_.precision));
    if (hints_given_ == hints.size()) {
      return say({"힌트는 여기까지입니다. s를 누르면 풀이를 볼 수 있습니다.",
                  "There are no more hints. s shows the solution."});
    }
    const Text& hint = hints[hints_given_++];
    const std::string count = formatted("{}/{}", hints_given_, hints.size());
    say({formatted("힌트 {}: {}", count, hint.ko), formatted("hint {}: {}", count, hint.en)});
  }

  void give_solution(bool asks_again) {
    if (!settings_) return say(fix_first());
    if (!asks_again) {
      asked_for_solution_ = true;
      return say({"풀이를 보려면 s를 한 번 더 누르십시오.", "Press s again to see the solution."});
    }
    for (const Block& block : solution_of(place_, *settings_)) show(block);
  }

  static Text fix_first() {
    return {"먼저 위의 오류를 고치십시오.", "Mend the error above first."};
  }

  void list() {
    Page page("list");
    std::vector<std::vector<block::Cell>> rows;
    for (const Exercise& one : watched_.exercises) {
      rows.push_back({Text(&one == &exercise() ? ">" : ""), Text(is_done(one) ? "✓" : ""),
                      Text(id(one.place)), Text(one.place.step->title), Text(visible(one.path))});
    }
    page.table({{""}, {""}, {"단계", "step"}, {"제목", "title"}, {"파일", "file"}},
               std::move(rows));
    print(render_blocks(page.blocks(), style_));
  }

  void forget_help() {
    hints_given_ = 0;
    asked_for_solution_ = false;
  }

  // ---- Said ----

  void await() {
    if (has_keys_) say(what_keys_do);
    finish_printing();
  }
  void clear_status() {
    if (std::exchange(shows_status, 0) != 0) print(wiping);
  }
  void say(const Text& text) { show(block::Paragraph{text}); }
  void show(const Block& block) { print(render_blocks({&block, 1}, style_)); }

  Watched watched_;
  const TextStyle style_ = watched_.request.style;
  const bool has_keys_;
  std::set<std::string> done_;  ///< steps, by id
  std::size_t at_;              ///< among the exercises
  WatchedFile file_;
  ProgressFile progress_{};
  std::chrono::steady_clock::time_point next_look_{};
  std::optional<ChildProgram> program_{};  ///< while it runs
  Place place_{};                          ///< as the file says it
  Request request_{};                      ///< with the settings of the file
  std::optional<Settings> settings_{};     ///< nothing if they are wrong
  Choices noted_{};                        ///< of which it was said which are not used
  std::size_t hints_given_ = 0;
  bool asked_for_solution_ = false;
  bool has_said_gone_ = false;
  bool has_said_how_to_get_ = false;
};

}  // namespace

void watch(Watched watched) {
  Watching(std::move(watched)).run();
}

}  // namespace attn
