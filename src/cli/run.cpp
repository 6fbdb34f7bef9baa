#include <unistd.h>

#include <span>

#include "cli/commands.h"
#include "cli/file.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "cli/weights_file.h"
#include "lesson/user_error.h"
#include "render/render.h"

namespace attn {
namespace {

/// Steps of one chapter that follow each other.
std::vector<std::span<const Place>> by_chapter(std::span<const Place> places) {
  std::vector<std::span<const Place>> chapters;
  while (!places.empty()) {
    std::size_t count = 0;
    while (count < places.size() && places[count].chapter == places.front().chapter) ++count;
    chapters.push_back(places.first(count));
    places = places.subspan(count);
  }
  return chapters;
}

std::string file_of(const Chapter& chapter) {
  return formatted("chapter{}.html", chapter.number);
}

block::Contents contents_of(std::span<const Place> places) {
  const Chapter& chapter = *places.front().chapter;
  block::Contents contents{std::to_string(chapter.number), chapter.title, {}};
  for (const Place& place : places) {
    const std::string number = id(place);
    contents.entries.push_back({number, "", place.step->title, file_of(chapter) + "#" + number});
  }
  return contents;
}

/// A file for each chapter, and an index of them.
void write_documents(std::span<const Place> places, PagesWithWeights& pages,
                     const Request& request) {
  Page index("index");
  for (const std::span<const Place> chapter : by_chapter(places)) {
    Renderer renderer(Format::html, request.style, chapter.front().chapter->title);
    std::string document;
    for (const Place& place : chapter) document += renderer.page(pages.page(place));
    write_file(*request.output + "/" + file_of(*chapter.front().chapter),
               document + renderer.end());
    index.add(contents_of(chapter));
  }
  write_file(*request.output + "/index.html",
             render({&index, 1}, Format::html, request.style, {"차례", "Contents"}));
}

/// Throws UserError unless files are wanted in the one form that has some.
void require_html(const Request& request) {
  if (request.format == Format::html) return;
  throw UserError("--output", {"폴더에는 HTML만 씁니다", "a folder is written as HTML only"},
                  {"--format html도 쓰십시오", "write --format html, too"});
}

/// The name of a page's last tensor with its first cell, as attn explain takes it; empty if it has
/// none.
std::string cell_to_ask(const Page& page) {
  for (auto block = page.blocks().rbegin(); block != page.blocks().rend(); ++block) {
    const auto* matrix = std::get_if<block::Matrix>(&*block);
    if (!matrix || matrix->tensor.numel() == 0) continue;
    const Tensor& x = matrix->tensor;
    return x.name() + subscript(Index::filled(x.dim(), 0));
  }
  return "";
}

/// What one may do next, behind the last page at a terminal.
Page foot(const Page& last, const Place& place, Language language) {
  Page page("foot");
  std::vector<std::vector<block::Cell>> rows;
  const auto add = [&](std::string command, Text what) {
    rows.push_back({Text(std::move(command)), std::move(what)});
  };
  if (place.step != &place.chapter->steps.back()) {
    add("attn run " + id({place.chapter, place.step + 1}), {"다음 단계", "the next step"});
  }
  add("attn learn " + id(place), {"먼저 답해 보기", "predict, then see"});
  if (const std::string cell = cell_to_ask(last); !cell.empty()) {
    add("attn explain " + id(place) + " " + quoted_for_shell(cell),
        {"칸 하나의 계산", "how one cell is computed"});
  }
  if (language == Language::both) {
    add("export ATTN_LANG=ko", {"한국어만 (영어만: en)", "Korean alone (English alone: en)"});
  }
  page.table({{"이어서", "go on"}, ""}, std::move(rows));
  return page;
}

}  // namespace

int run_command(const Request& request) {
  const std::vector<Place> places = select_steps(request.words);
  const Settings settings = settings_of_shown(request);
  PagesWithWeights pages(places, settings);
  if (request.output) {
    require_html(request);
    write_documents(places, pages, request);
    pages.note(request.style.language);
    note_unused(request, settings);
    return 0;
  }
  // From here on nothing can fail, so pages are printed as they are written.
  const bool is_at_terminal = request.format == Format::text && isatty(STDOUT_FILENO);
  if (is_at_terminal && places.size() > 1) {
    const bool is_english = request.style.language == Language::en;  // as the prompt is
    let_pager_find_steps(is_english ? "" : "n  다음 단계   N  앞 단계   /  찾기   q  끝내기\n\n");
  }
  Renderer renderer(request.format, request.style);
  for (const Place& place : places) {
    const Page page = pages.page(place);
    print(renderer.page(page));
    const bool is_last = &place == &places.back();
    if (is_at_terminal && is_last) {
      print(renderer.page(foot(page, place, request.style.language)));
    }
  }
  print(renderer.end());
  pages.note(request.style.language);
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
