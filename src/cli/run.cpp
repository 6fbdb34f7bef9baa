#include "cli/commands.h"
#include "cli/file.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
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
void write_documents(std::span<const Place> places, const Settings& settings,
                     const Request& request) {
  Page index("index");
  for (const std::span<const Place> chapter : by_chapter(places)) {
    Renderer renderer(Format::html, request.style, chapter.front().chapter->title);
    std::string document;
    for (const Place& place : chapter) document += renderer.page(write_page(place, settings));
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

}  // namespace

int run_command(const Request& request) {
  const std::vector<Place> places = select_steps(request.words);
  const Settings settings = settings_of_shown(request);
  if (request.output) {
    require_html(request);
    write_documents(places, settings, request);
    note_unused(request, settings);
    return 0;
  }
  // From here on nothing can fail, so pages are printed as they are written.
  Renderer renderer(request.format, request.style);
  for (const Place& place : places) print(renderer.page(write_page(place, settings)));
  print(renderer.end());
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
