#include <algorithm>
#include <filesystem>
#include <tuple>

#include "answer/answer.h"
#include "cli/commands.h"
#include "cli/file.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/step_line.h"
#include "cli/watch_loop.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

std::string path_in(const Request& request, std::size_t before_dashes) {
  if (before_dashes == 1 && request.words[0] != "-") return request.words[0];
  throw UserError(
      "watch",
      before_dashes == 1
          ? Text("표준 입력은 저장되지 않습니다", "standard input is never saved")
          : Text(formatted("파일이나 폴더 하나가 와야 하는데 {}개입니다", before_dashes),
                 formatted("expected a file or a folder, got {} word{}", before_dashes,
                           plural(static_cast<std::int64_t>(before_dashes)))),
      {"attn watch mine.py, 또는 다른 언어이면 attn watch mine.cpp -- COMMAND",
       "attn watch mine.py, or in another language attn watch mine.cpp -- COMMAND"});
}

/// Whether python3 is to run a file for which there is no command.
bool may_be_python(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  return ending.empty() || ending == ".py";
}

void require_python(const std::string& path) {
  if (may_be_python(path)) return;
  throw UserError(path,
                  {"파이썬 파일(.py)이 아니어서 어떻게 실행할지 알 수 없습니다",
                   "it is no Python file (.py), so how to run it is not known"},
                  {formatted("명령을 -- 뒤에 쓰십시오: attn watch {} -- COMMAND…", path),
                   formatted("write the command behind --: attn watch {} -- COMMAND…", path)});
}

/// What editors leave beside a file is none of the learner's programs.
bool is_left_over(const std::string& name) {
  return name.starts_with('.') || name.starts_with('#') || name.ends_with('~');
}

/// The programs of a folder that say which step they are for, in the order of their steps. What a
/// program says and is not understood is told.
std::vector<Exercise> exercises_in(const std::string& folder, bool any_language,
                                   Language language) {
  std::vector<Exercise> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    const std::string path = entry.path().lexically_normal().string();
    if (is_left_over(entry.path().filename().string()) || !entry.is_regular_file(none) ||
        is_larger(path, max_answer_bytes) || !(any_language || may_be_python(path))) {
      continue;
    }
    try {
      const auto line = find_step_line(read_file(path, max_answer_bytes), path);
      if (line) found.push_back({path, line->place});
    } catch (const UserError& error) {
      print_error(describe(error, language));
    }
  }
  const auto key = [](const Exercise& one) {
    return std::tuple(one.place.chapter->number, one.place.step->number, one.path);
  };
  std::sort(found.begin(), found.end(),
            [&](const Exercise& a, const Exercise& b) { return key(a) < key(b); });
  return found;
}

[[noreturn]] void fail_without_exercises(const std::string& folder, bool any_language) {
  const std::string_view which = any_language ? "" : " (.py)";
  throw UserError(
      folder,
      {formatted("어느 단계인지 알리는 줄이 있는 프로그램{}이 없습니다", which),
       formatted("no program{} in it says which step it is for", which)},
      {"그 파일의 처음 다섯 줄에 # attn 3.23이나 // attn 3.23처럼 쓰십시오",
       "write a line such as # attn 3.23 or // attn 3.23 into the first five of the file"});
}

}  // namespace

int watch_command(const Request& request) {
  const std::size_t before = request.dashes.value_or(request.words.size());
  const std::string path = path_in(request, before);
  Watched watched{
      .exercises = {},
      .command = {request.words.begin() + static_cast<std::ptrdiff_t>(before), request.words.end()},
      .request = request};
  if (is_folder(path)) {
    watched.exercises = exercises_in(path, !watched.command.empty(), request.style.language);
    if (watched.exercises.empty()) fail_without_exercises(path, !watched.command.empty());
  } else {
    const std::string text = read_file(path, max_answer_bytes);
    if (watched.command.empty()) require_python(path);
    watched.exercises = {{path, require_step_line(text, path).place}};
  }
  watch(std::move(watched));
  return 0;
}

}  // namespace attn
