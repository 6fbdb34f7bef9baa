#include "code/practice.h"

#include <unistd.h>

#include "cli/commands.h"
#include "cli/file.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/program_text.h"
#include "cli/step_selection.h"
#include "cli/weights_file.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

struct PracticeFile {
  std::string path;  ///< "-": standard output
  std::string text;
};

/// "3.23.py": no module can be imported by such a name.
std::string file_named_after(const Place& place) {
  return id(place) + ".py";
}

/// Where a step's program goes.
std::string path_of(const Place& place, const std::string& target, bool into_folder) {
  if (target.empty()) return file_named_after(place);
  if (!into_folder) return target;
  return target + (target.ends_with('/') ? "" : "/") + file_named_after(place);
}

/// How to check the program, in comments.
std::string ways_to_check(const Place& place, const std::string& path, const Choices& choices,
                          Language language) {
  const std::string file = quoted_for_shell(path == "-" ? file_named_after(place) : path);
  const std::string settings = command_line(choices);
  const std::string often = in_a_line({"저장할 때마다 확인", "checked at each save"}, language);
  const std::string once = in_a_line({"한 번 확인", "checked once"}, language);
  return python_comment(formatted("{}: attn watch {}", often, file)) +
         python_comment(formatted("{}: python3 {} | attn diff {} -{}{}", once, file, id(place),
                                  settings.empty() ? "" : " ", settings));
}

/// The step's program with gaps; without a text if it computes nothing.
PracticeFile practice_file(const Place& place, std::string path, const Settings& settings,
                           Language language) {
  ProgramFile program = program_under({&place, 1}, settings);
  const Page page = write_fitting_page(place, program.settings);
  const PracticeWords words = {
      in_a_line({"여기에 쓰십시오", "write here"}, language),
      in_a_line({"모두 만든 다음에 출력합니다", "prints once all of these are there"}, language)};
  auto parts = practice_of(std::move(program.parts), page, words);
  if (!parts) return {std::move(path), ""};
  program.parts = *std::move(parts);
  const std::string lines = ways_to_check(place, path, program.choices, language);
  std::string text = program_text(program, language, lines);
  return {std::move(path), std::move(text)};
}

// ---- What is wrong ------------------------------------------------------------------------------

void require_words(const std::vector<std::string>& words) {
  if (words.empty()) {
    throw UserError("practice", {"단계가 와야 합니다", "expected a step"},
                    {"attn practice 23처럼 쓰십시오", "write, say, attn practice 23"});
  }
  if (words.size() > 2) {
    throw UserError("practice",
                    {formatted("단계와 파일 말고 더 있습니다: \"{}\"", echoed(words[2])),
                     formatted("\"{}\" follows the step and its file", echoed(words[2]))},
                    {"단계가 여럿이면 5-7이나 ch3처럼 쓰십시오: attn practice ch3 chapter3",
                     "name several steps as 5-7 or ch3: attn practice ch3 chapter3"});
  }
}

/// Two steps are not a step and a file.
void require_no_step(const std::string& step, const std::string& target) {
  const bool is_step =
      !target.empty() && target[0] >= '0' && target[0] <= '9' && steps_meant(target) == target;
  if (!is_step) return;
  throw UserError(
      echoed(target),
      {"파일이나 폴더가 올 자리에 단계가 있습니다", "a step stands where a file or a folder goes"},
      {formatted("한 번에 하나씩 쓰십시오: attn practice {}. 그런 이름의 파일이면 ./{}로 쓰십시오",
                 echoed(step), echoed(target)),
       formatted("write one at a time: attn practice {}; a file of that name is ./{}", echoed(step),
                 echoed(target))});
}

void require_folder(const std::string& steps, const std::string& target) {
  if (target.empty() || target == "-") {
    throw UserError(
        echoed(steps), {"단계가 여럿이면 폴더가 와야 합니다", "several steps need a folder"},
        {formatted("attn practice {} practice처럼 쓰십시오. 없는 폴더는 만듭니다", echoed(steps)),
         formatted("write, say, attn practice {} practice; the folder is made", echoed(steps))});
  }
  if (exists(target) && !is_folder(target)) {
    throw UserError(
        target, {"폴더가 아니라 파일입니다", "this is a file, not a folder"},
        {"다른 이름을 쓰십시오. 없는 폴더는 만듭니다", "give another name; the folder is made"});
  }
}

void require_new(const std::string& path) {
  if (!exists(path)) return;
  throw UserError(path,
                  {"이미 있으므로 쓰지 않았습니다", "it is there already and was left as it is"},
                  {"다른 이름을 주거나 있는 것을 옮기십시오. 화면에 보려면 -를 쓰십시오",
                   "give another name, or move it away; - prints the program instead"});
}

[[noreturn]] void fail_without_gap(const std::string& step) {
  throw UserError(step, {"비워 둘 계산이 없습니다", "it computes nothing that could be left out"},
                  {formatted("페이지를 보십시오: attn run {}", step),
                   formatted("see the page: attn run {}", step)});
}

// ---- Writing ------------------------------------------------------------------------------------

/// All files, or none.
void write_files(const std::vector<PracticeFile>& files) {
  for (const PracticeFile& file : files) require_new(file.path);
  std::size_t written = 0;
  try {
    for (; written < files.size(); ++written) {
      write_new_file(files[written].path, files[written].text);
    }
  } catch (const UserError&) {
    while (written-- > 0) unlink(files[written].path.c_str());
    throw;
  }
  for (const PracticeFile& file : files) print(file.path + "\n");
}

void note_left_out(const std::vector<std::string>& ids, Language language) {
  if (ids.empty()) return;
  finish_printing();  // it comes last
  const Text note = {"비워 둘 계산이 없어 파일을 쓰지 않았습니다",
                     "no file, since they compute nothing that could be left out"};
  print_error(formatted("attn: {}: {}\n", joined(ids, ", "), in_a_line(note, language)));
}

}  // namespace

int practice_command(const Request& request) {
  require_words(request.words);
  const std::string& steps = request.words[0];
  const std::string target = request.words.size() > 1 ? request.words[1] : "";
  const Language language = request.style.language;
  const std::vector<Place> places = select_steps({steps});
  require_no_step(steps, target);
  if (places.size() > 1) require_folder(steps, target);
  const bool into_folder = places.size() > 1 || target.ends_with('/') || is_folder(target);
  const Settings settings = settings_of(request);
  PagesWithWeights pages(places, settings);
  std::vector<PracticeFile> files;
  std::vector<std::string> left_out;
  for (const Place& place : places) {
    const std::string path = path_of(place, target, into_folder);
    PracticeFile file = practice_file(place, path, settings, language);
    if (file.text.empty()) left_out.push_back(id(place));
    if (!file.text.empty()) files.push_back(std::move(file));
  }
  if (files.empty()) fail_without_gap(places.size() == 1 ? id(places[0]) : echoed(steps));
  target == "-" ? print(files[0].text) : write_files(files);
  note_left_out(left_out, language);
  pages.note_of(places, language);
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
