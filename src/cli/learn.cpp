#include <algorithm>
#include <array>
#include <random>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/option_table.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/progress_table.h"
#include "cli/session.h"
#include "cli/step_selection.h"
#include "cli/way.h"
#include "cli/welcome.h"
#include "lesson/user_error.h"
#include "render/text.h"

namespace attn {
namespace {

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
    for (const Place& place : places) {
      progress.steps.erase(id(place));
      progress.practiced.erase(id(place));
    }
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
    write_fitting_page({start.chapter, step}, settings);
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

/// A dialogue is text, or a document of the one step that answers on standard input are for.
void refuse_format(const Request& request, bool takes_html) {
  if (request.format == Format::text || (takes_html && request.format == Format::html)) return;
  throw UserError(
      "--format",
      {"learn은 대화라서 이 형식이 없습니다", "learn is a dialogue, it has no such form"},
      {"진도는 attn learn --progress --format json으로 볼 수 있습니다",
       "for your progress: attn learn --progress --format json"});
}

void say_all_is_done(const TextStyle& style) {
  const Text done = {
      "모든 단계를 단번에 맞혔습니다. attn learn STEP으로 어느 단계든 다시 볼 수 있습니다.",
      "You were right at the first try in every step. attn learn STEP shows any of them again."};
  print(render_blocks(std::array<Block, 1>{block::Paragraph{done}}, style));
}

int learn(const std::vector<std::string>& words, const Request& request) {
  if (words.size() > 1) {
    throw UserError(echoed(words[1]),
                    {"learn은 단계 하나에서 시작합니다", "learn starts at one step"},
                    {formatted("attn learn {}처럼 쓰십시오", words[0]),
                     formatted("write attn learn {}", words[0])});
  }
  refuse_format(request, true);
  const Settings settings = settings_of_shown(request);
  const Progress progress = words.empty() ? ProgressFile().read() : Progress();
  const bool is_first_visit = words.empty() && progress.steps.empty() && progress.at.empty() &&
                              request.format == Format::text;
  const std::optional<Place> start = !words.empty()   ? first_place(words[0])
                                     : is_first_visit ? welcome(request.style)
                                                      : place_to_go_on(progress);
  if (!start) {
    if (!is_first_visit) say_all_is_done(request.style);
    return 0;
  }
  if (request.format == Format::text) note_unused_from(*start, request, settings);
  hold_session(*start, {settings, request.style, request.format, command_again(request)});
  return 0;
}

/// A seed and a query that are not those of the notes, where none were chosen.
Choices with_new_numbers(Choices choices, Size num_tokens) {
  std::random_device source;
  const auto within = [&](Size least, Size most) {
    return std::uniform_int_distribution<Size>(least, most)(source);
  };
  choices.try_emplace(Setting::seed, std::to_string(within(2000, 9999)));  // the notes have none
  Size query = within(1, std::max<Size>(1, num_tokens - 1));
  if (num_tokens > 1 && query >= 2) ++query;  // the notes have the second token
  choices.try_emplace(Setting::query, std::to_string(query));
  return choices;
}

int review(const Request& request) {
  refuse_format(request, false);
  const std::vector<Place> hard = hard_ones(
      select_steps(request.words.empty() ? std::vector<std::string>{"all"} : request.words),
      ProgressFile().read());
  if (hard.empty()) {
    const Text none = {
        "다시 풀 단계가 없습니다. 해 본 단계는 모두 단번에 맞혔습니다.",
        "There is nothing to ask again: all steps taken were right at the first try."};
    print(render_blocks(std::array<Block, 1>{block::Paragraph{none}}, request.style));
    return 0;
  }
  Request other = request;
  other.choices = with_new_numbers(request.choices, settings_of(request).num_tokens());
  const Settings settings = settings_of_shown(other);
  const std::string numbers = command_line(other.choices);
  hold_review(hard, numbers,
              {settings, request.style, Format::text, "attn learn --review " + numbers});
  return 0;
}

}  // namespace

int learn_command(const Request& request) {
  if (request.reset + request.progress + request.review > 1) {
    const Text others = {"--progress, --reset, --review 가운데 둘을 함께 쓸 수 없습니다",
                         "--progress, --reset and --review exclude each other"};
    throw UserError(request.reset ? "--reset" : "--review", others,
                    {"하나만 쓰십시오", "write one of them"});
  }
  if (request.review) return review(request);
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
