#include "cli/watch_loop.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <optional>
#include <utility>

#include "answer/meet.h"
#include "answer/verdict.h"
#include "cli/child_program.h"
#include "cli/diff_page.h"
#include "cli/inputs.h"
#include "cli/key_by_key.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/step_line.h"
#include "cli/watch_help.h"
#include "cli/watch_keys.h"
#include "cli/watch_report.h"
#include "cli/watched_file.h"
#include "lesson/korean.h"
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
      : exercises_(std::move(watched.exercises)),
        command_(std::move(watched.command)),
        asked_(std::move(watched.request)) {}

  void run() {
    leave_at_signals();
    std::optional<KeyByKey> terminal;
    if (has_keys_) terminal.emplace();
    const auto stops_us = [&](char key) { return terminal->signals(key); };
    introduce();
    for (;;) {
      look();
      const auto keys = wait() ? keys_typed(stops_us) : std::vector<WatchKey>();
      if (!keys) return;
      for (const WatchKey key : *keys) {
        if (key == WatchKey::quit) return;
        press(key);
      }
      if (program_) advance();
    }
  }

 private:
  // ---- Saved, run, judged ----

  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_look_) return;
    next_look_ = now + 100ms;
    if (file_.look()) {
      start();
    } else if (!std::exchange(has_said_gone_, file_.is_gone()) && has_said_gone_ && has_keys_) {
      say({formatted("{}: 파일이 없어 기다립니다.", visible(file_.path())),
           formatted("{}: the file is gone; waiting for it.", visible(file_.path()))});
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
    if (command_.empty()) return {"python3", file_.path()};
    std::vector<std::string> words = command_;
    std::replace(words.begin(), words.end(), std::string("{}"), file_.path());
    return words;
  }

  void start() {
    program_.reset();
    clear_status();
    try {
      StepLine line = require_step_line(file_.content(), file_.path());
      request_ = asked_;
      request_.choices.merge(line.choices);  // those of the command line stay
      take_up(line.place);
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
    print(failure(ended, command().front(), style_));
    if (!lacks_pytorch(ended, command_.empty())) return;
    if (std::exchange(has_said_how_to_get_, true)) return;
    print(how_to_get_pytorch(file_.path(), style_));
  }

  void show_verdict(const Ended& ended) {
    print(last_words(ended));
    const Verdict verdict = judge(place_, *settings_, read_answers({ended.out, "stdout"}));
    const Page page = diff_page(verdict, place_);
    print(render({&page, 1}, Format::text, style_, "attn watch"));
    if (std::exchange(noted_, request_.choices) != request_.choices) {
      note_unused(request_, *settings_);
    }
    if (verdict.equal()) keep(verdict);
  }

  /// What is right on the way to the step's result is not yet the step.
  void keep(const Verdict& verdict) {
    const std::vector<Comparison>& all = verdict.comparisons;
    if (std::none_of(all.begin(), all.end(), [](const auto& one) { return one.is_result; })) {
      const std::string result = shown_by(place_, *settings_).result().name();
      return say({formatted_ko("단계의 결과 {}[은/는] 아직 출력하지 않았습니다.", result),
                  formatted("The step's result, {}, is not printed as yet.", result)});
    }
    if (const auto notice = exercises_.keep_done()) show(block::Note{*notice});
    if (!has_keys_) return;
    if (const Exercise* next = exercises_.next()) {
      const std::string step = id(next->place);
      const std::string path = visible(next->path);
      say({formatted("n을 누르면 다음은 {} 단계({})입니다.", step, path),
           formatted("Press n to go on with step {} ({}).", step, path)});
    }
  }

  // ---- Keys ----

  void press(WatchKey key) {
    clear_status();
    if (key != WatchKey::solution) help_.forget_solution();
    switch (key) {
      case WatchKey::next:
        go_on();
        break;
      case WatchKey::hint:
      case WatchKey::solution:
        help_with(key);
        break;
      case WatchKey::again:
        if (!file_.content().empty()) start();
        break;
      case WatchKey::list:
        print(render_blocks(exercises_.list().blocks(), style_));
        break;
      case WatchKey::help:
        say(what_keys_do);
        break;
      case WatchKey::quit:
        break;
    }
    finish_printing();
  }

  void help_with(WatchKey key) {
    constexpr int least = 4;  // decimals: as in learn, the numbers must tell
    if (!settings_) {
      return say({"먼저 위의 오류를 고치십시오.", "Mend the error above first."});
    }
    try {
      if (key == WatchKey::hint) {
        return say(help_.hint(*settings_, std::max(least, style_.precision)));
      }
      for (const Block& block : help_.solution(*settings_)) show(block);
    } catch (const UserError& error) {
      print(describe(error, style_.language));
    }
  }

  void go_on() {
    if (!exercises_.next()) {
      say(exercises_.is_done(exercises_.at_hand())
              ? Text("모두 마쳤습니다.", "All of it is done.")
              : Text("아직 맞지 않은 것은 이 파일뿐입니다.", "Only this file is not yet right."));
      return;
    }
    program_.reset();
    settings_.reset();
    exercises_.go_on();
    file_ = WatchedFile(exercises_.at_hand().path);
    introduce();
    next_look_ = {};
    look();
  }

  void take_up(const Place& place) {
    if (id(place) != id(place_)) help_ = WatchHelp(place);
    place_ = place;
    exercises_.set_place(place);
  }

  void introduce() {
    take_up(exercises_.at_hand().place);
    if (!has_keys_) return;
    say(formatted("{}: {}", visible(file_.path()), id(place_)));
    finish_printing();
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

  Exercises exercises_;
  const std::vector<std::string> command_;
  const Request asked_;  ///< on the command line
  const TextStyle& style_ = asked_.style;
  const bool has_keys_ = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  WatchedFile file_{exercises_.at_hand().path};
  std::chrono::steady_clock::time_point next_look_{};
  std::optional<ChildProgram> program_{};     ///< while it runs
  Place place_ = exercises_.at_hand().place;  ///< as the file says it
  WatchHelp help_{place_};
  Request request_{};                   ///< with the settings of the file
  std::optional<Settings> settings_{};  ///< nothing if they are wrong
  Choices noted_{};                     ///< of which it was said which are not used
  bool has_said_gone_ = false;
  bool has_said_how_to_get_ = false;
};

}  // namespace

void watch(Watched watched) {
  Watching(std::move(watched)).run();
}

}  // namespace attn
