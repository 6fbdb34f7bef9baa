#include "code/program.h"

#include <algorithm>
#include <map>
#include <utility>

#include "code/slice.h"

namespace attn {
namespace {

/// The chosen steps of a chapter, by their places in it.
using Chosen = std::vector<bool>;

/// The tensors that a page shows, by their names, each once.
std::vector<std::string> shown_on(const Page& page) {
  std::vector<std::string> names;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (!matrix) continue;
    const std::string& name = matrix->tensor.name();
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string code_on(const Page& page) {
  std::string lines;
  for (const Block& block : page.blocks()) {
    const auto* code = std::get_if<block::Code>(&block);
    if (code) lines += (lines.empty() ? "" : "\n") + code->lines;
  }
  return lines;
}

void add_chapter(const Chapter& chapter, const Chosen& chosen, const Settings& settings,
                 std::vector<ProgramPart>& parts) {
  const Settings of_others = settings;  // what they ask for is not asked for
  std::vector<CodeCell> cells;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Place place = {&chapter, &chapter.steps[i]};
    const Page page = write_fitting_page(place, chosen[i] ? settings : of_others);
    cells.push_back({code_on(page), chosen[i]});
    if (chosen[i]) cells.back().shown = shown_on(page);
  }
  const std::vector<std::string> lines = needed_lines(cells);
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
