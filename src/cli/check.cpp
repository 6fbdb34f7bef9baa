#include <nlohmann/json.hpp>

#include "answer/kept.h"
#include "cli/commands.h"
#include "cli/file.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "embedded.h"
#include "lesson/user_error.h"
#include "render/json.h"
#include "render/text.h"

namespace attn {
namespace {

/// The look of the kept outputs.
constexpr TextStyle kept_style = {
    .language = Language::both, .color = false, .width = 80, .precision = 4};
constexpr std::size_t max_kept_bytes = 4U << 20U;

/// "chapter3/11.txt".
std::string kept_name(const Place& place) {
  return formatted("chapter{}/{:02}.txt", place.chapter->number, place.step->number);
}

/// The kept outputs of the source tree that the current folder is in, which `--update` rewrites.
std::string folder_of_source_tree() {
  std::string folder = ".";
  for (int level = 0; level < 32 && is_folder(folder); ++level, folder += "/..") {
    if (is_folder(folder + "/steps/chapter3_attention") && is_folder(folder + "/data/expected")) {
      return folder + "/data/expected";
    }
  }
  throw UserError("--update",
                  {"여기는 attn의 소스 폴더가 아니므로 고쳐 쓸 파일이 없습니다",
                   "this is not inside attn's source tree, so there is nothing to rewrite"},
                  {"소스 폴더에서 실행하거나 --expected DIR로 폴더를 알려 주십시오",
                   "run it in the source tree, or name a folder with --expected DIR"});
}

[[noreturn]] void refuse_setting(std::string_view name) {
  throw UserError(
      std::string(name),
      {"저장해 둔 출력은 기본 설정의 것입니다", "the kept outputs are of the default settings"},
      {formatted("{} 옵션을 빼거나, 같은 설정으로 만든 출력의 폴더를 --expected DIR로 알려 "
                 "주십시오",
                 name),
       formatted("leave out {}, or name a folder of outputs made with it: --expected DIR", name)});
}

void require_default_settings(const Choices& choices) {
  for (const SettingWord& word : setting_words()) {
    if (choices.contains(word.setting)) refuse_setting(word.name);
  }
}

struct Checked {
  Place place;
  std::vector<KeptDifference> differences;
};

std::string cell_of(const KeptDifference::Number& number) {
  return number.tensor.empty() ? "" : number.tensor + subscript(number.cell);
}

Text in_words(const KeptDifference& difference) {
  if (!difference.number) {
    return {formatted("{}번째 줄", difference.line), formatted("line {}", difference.line)};
  }
  const KeptDifference::Number& number = *difference.number;
  std::string cell = cell_of(number);
  if (!cell.empty()) cell = ", " + cell;
  return {formatted("{}번째 줄{}: 저장된 값 {}, 지금 {}", difference.line, cell, number.expected,
                    number.got),
          formatted("line {}{}: expected {}, got {}", difference.line, cell, number.expected,
                    number.got)};
}

void report(const Checked& checked, Language language, Page& page) {
  const std::size_t count = checked.differences.size();
  const Text summary = {formatted("{}줄이 다릅니다", count),
                        formatted("lines that differ: {}", count)};
  page.check(false, Text(formatted("{}  {}", id(checked.place), in_a_line(summary, language))));
  for (const KeptDifference& difference : checked.differences) {
    page.add(block::Change{in_words(difference), difference.expected, difference.got});
  }
}

/// What differs, and how much is equal.
Page report(const std::vector<Checked>& all, std::size_t steps, std::size_t equal,
            Language language) {
  Page page("check");
  for (const Checked& checked : all) {
    if (!checked.differences.empty()) report(checked, language, page);
  }
  page.text("단계 {0}개 가운데 {1}개가 같습니다", "{0} step{2}: {1} equal", steps, equal,
            plural(static_cast<Size>(steps)));
  return page;
}

std::string to_json(const std::vector<Checked>& all) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const Checked& checked : all) {
    nlohmann::ordered_json lines = nlohmann::ordered_json::array();
    for (const KeptDifference& difference : checked.differences) {
      nlohmann::ordered_json line = {
          {"line", difference.line}, {"expected", difference.expected}, {"got", difference.got}};
      if (difference.number && !difference.number->tensor.empty()) {
        const Index& cell = difference.number->cell;
        line["tensor"] = difference.number->tensor;
        line["index"] = std::vector<Size>(cell.begin(), cell.end());
      }
      lines.push_back(std::move(line));
    }
    steps.push_back({{"id", id(checked.place)},
                     {"equal", checked.differences.empty()},
                     {"differences", std::move(lines)}});
  }
  return written(steps) + "\n";
}

}  // namespace

int check_command(const Request& request) {
  const std::vector<Place> places = select_steps(request.words);
  std::optional<std::string> folder = request.expected;
  if (!folder) require_default_settings(request.choices);
  if (!folder && request.update) folder = folder_of_source_tree();
  const Settings settings = settings_of(request);  // kept outputs carry no times

  std::vector<Checked> all;
  std::size_t equal = 0;
  for (const Place& place : places) {
    const std::string fresh = render_text(write_page(place, settings), kept_style);
    const std::string name = kept_name(place);
    const std::string path = folder ? *folder + "/" + name : name;
    if (folder && request.update && !exists(path)) {
      write_file(path, fresh);
      print(formatted("{}: {}\n", visible(path),
                      in_a_line({"새로 썼습니다", "written"}, request.style.language)));
      ++equal;
      continue;
    }
    const std::string kept =
        folder ? read_file(path, max_kept_bytes) : std::string(embedded_file("expected/" + name));
    Checked checked{place, differences({kept, path}, fresh)};
    if (checked.differences.empty()) {
      ++equal;
    } else if (request.update) {
      write_file(path, fresh);
      ++equal;
    }
    all.push_back(std::move(checked));
  }
  const Page page = report(all, places.size(), equal, request.style.language);
  print(request.format == Format::json
            ? to_json(all)
            : render({&page, 1}, request.format, request.style, "attn check"));
  return equal == places.size() ? 0 : 1;
}

}  // namespace attn
