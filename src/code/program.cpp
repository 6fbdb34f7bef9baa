#include "code/program.h"

#include <algorithm>
#include <map>
#include <utility>

#include "code/slice.h"

namespace attn {
namespace {

/// The chosen steps of a chapter, by their places in it.
using Chosen = std::vector<bool>;

CodeCell cell_of(const Page& page, bool is_wanted) {
  CodeCell cell{.lines = {}, .is_wanted = is_wanted};
  for (const Block& block : page.blocks()) {
    if (const auto* code = std::get_if<block::Code>(&block)) {
      cell.lines += (cell.lines.empty() ? "" : "\n") + code->lines;
    }
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (!matrix || !is_wanted) continue;
    const std::string& name = matrix->tensor.name();
    const bool is_new = std::find(cell.shown.begin(), cell.shown.end(), name) == cell.shown.end();
    if (is_new) cell.shown.push_back(name);
  }
  return cell;
}

void add_chapter(const Chapter& chapter, const Chosen& chosen, const Settings& settings,
                 std::vector<ProgramPart>& parts) {
  const Settings of_others = settings;  // what they ask for is not asked for
  std::vector<CodeCell> cells;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Place place = {&chapter, &chapter.steps[i]};
    cells.push_back(cell_of(write_page(place, chosen[i] ? settings : of_others), chosen[i]));
  }
  std::vector<std::string> lines = needed_lines(cells);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (lines[i].empty() && !chosen[i]) continue;
    parts.push_back({{&chapter, &chapter.steps[i]}, chosen[i], lines[i], cells[i].shown});
  }
}

}  // namespace

std::vector<ProgramPart> program_of(std::span<const Place> chosen, const Settings& settings) {
  std::map<int, std::pair<const Chapter*, Chosen>> chapters;
  for (const Place& place : chosen) {
    auto& [chapter, steps] = chapters[place.chapter->number];
    chapter = place.chapter;
    const auto at = static_cast<std::size_t>(place.step - chapter->steps.data());
    steps.resize(std::max(steps.size(), at + 1));
    steps[at] = true;
  }
  std::vector<ProgramPart> parts;
  for (const auto& [number, chapter] : chapters) {
    add_chapter(*chapter.first, chapter.second, settings, parts);
  }
  return parts;
}

}  // namespace attn
