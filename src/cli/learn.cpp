#include "catalogue.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/option_table.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/progress_table.h"
#include "cli/session.h"
#include "cli/step_selection.h"
#include "lesson/user_error.h"
#include "render/text.h"

namespace attn {
namespace {

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

/// A step, or a chapter's first.
Place first_place(const std::string& word) {
  if (!word.starts_with("ch")) return select_step(word);
  const Chapter& chapter = select_chapter(word);
  return {&chapter, &chapter.steps.front()};
}

void reset(const std::vector<std::string>& words, const TextStyle& style) {
  const std::vector<Place> places = select_steps(words);  // complains before anything is changed
  const auto say = [&](const Block& block) { print(render_blocks({&block, 1}, style)); };
  ProgressFile file([&] {
    say(block::Paragraph{is_waiting});
    finish_printing();
  });
  const std::string backup = file.change_with_backup([&](Progress& progress) {
    if (words.empty()) {
      progress = {};
      return;
    }
    for (const Place& place : places) progress.steps.erase(id(place));
  });
  const auto notice = file.notice();
  if (notice && file.is_kept()) {
    say(block::Note{*notice});  // which says that all of it was set aside
    return;
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
}

/// Refuses what would change nothing where progress is shown or forgotten.
void refuse_settings(const Choices& choices) {
  if (choices.empty()) return;
  throw UserError(command_line(choices),
                  {"진도는 설정과 상관이 없습니다", "progress does not depend on settings"},
                  {"이 옵션을 빼십시오", "leave it out"});
}

/// Says which of the settings none of the steps ahead uses.
void note_unused_from(const Place& start, const Request& request, Settings settings) {
  if (request.choices.empty()) return;
  settings.measure = false;  // nobody sees these pages
  for (const Step* step = start.step; step <= &start.chapter->steps.back(); ++step) {
    write_page({start.chapter, step}, settings);
  }
  note_unused(request, settings);
}

/// The command that goes on with the same options.
std::string command_again(const Request& request) {
  std::string line = "attn learn";
  for (const auto& [option, typed] : request.given) {
    line += formatted(" {}", option->name());
    if (!option->takes.empty()) line += " " + quoted_for_shell(typed);
  }
  return line;
}

int learn(const std::vector<std::string>& words, const Request& request) {
  if (words.size() > 1) {
    throw UserError(echoed(words[1]),
                    {"learn은 단계 하나에서 시작합니다", "learn starts at one step"},
                    {formatted("attn learn {}처럼 쓰십시오", words[0]),
                     formatted("write attn learn {}", words[0])});
  }
  if (request.format != Format::text) {
    throw UserError("--format",
                    {"learn은 대화라서 JSON이 없습니다", "learn is a dialogue, it has no JSON"},
                    {"진도는 attn learn --progress --format json으로 볼 수 있습니다",
                     "for your progress: attn learn --progress --format json"});
  }
  const Settings settings = settings_of_shown(request);
  const Place start = words.empty() ? place_to_go_on(ProgressFile().read()) : first_place(words[0]);
  note_unused_from(start, request, settings);
  hold_session(start, settings, request.style, command_again(request));
  return 0;
}

}  // namespace

int learn_command(const Request& request) {
  if (request.reset && request.progress) {
    throw UserError("--reset", {"--progress와 함께 쓸 수 없습니다", "it cannot go with --progress"},
                    {"하나만 쓰십시오", "write one of them"});
  }
  if (!request.reset && !request.progress) return learn(request.words, request);
  refuse_settings(request.choices);
  if (request.reset) {
    reset(request.words, request.style);
  } else {
    print(progress_table(
        select_steps(request.words.empty() ? std::vector<std::string>{"all"} : request.words),
        request));
  }
  return 0;
}

}  // namespace attn
