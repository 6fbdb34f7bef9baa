#include "cli/progress_table.h"

#include <array>
#include <nlohmann/json.hpp>
#include <span>

#include "cli/mastery.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "render/json.h"
#include "render/render.h"

namespace attn {
namespace {

std::string progress_as_json(const std::vector<Place>& places, const Progress& progress) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Place& place : places) {
    const Standing standing = standing_of(place, progress);
    all.push_back({{"id", id(place)},
                   {"progress", standing.word.en},
                   {"changed", standing.has_changed},
                   {"practiced", progress.practiced.contains(id(place))}});
  }
  return written(all) + "\n";
}

std::vector<block::Cell> row_of(const Place& place, const Progress& progress) {
  const Standing standing = standing_of(place, progress);
  const Text changed = {"(질문이 바뀜)", "(asks anew)"};
  const Text practiced = {"직접 씀", "written"};
  return {Text(id(place)),
          Text(std::string(standing.mark)),
          Text(place.step->title),
          Text(standing.word),
          standing.has_changed ? changed : Text(""),
          progress.practiced.contains(id(place)) ? practiced : Text("")};
}

/// Steps of one chapter, and how many of them were taken how well.
Page table_of(std::span<const Place> places, const Progress& progress) {
  const Chapter& chapter = *places.front().chapter;
  Page page(formatted("{}", chapter.number), chapter.title);
  std::vector<std::vector<block::Cell>> rows;
  std::array<Size, 3> counts{};
  for (const Place& place : places) {
    rows.push_back(row_of(place, progress));
    const auto known = progress.steps.find(id(place));
    if (known != progress.steps.end()) ++counts[static_cast<std::size_t>(known->second.mastery)];
  }
  const auto [seen, with_hints, at_first_try] = counts;
  const Size all = static_cast<Size>(rows.size());
  page.table({{"단계", "step"}, {""}, {"제목", "title"}, {"진도", "progress"}, {""}, {""}},
             std::move(rows));
  page.text(
      "{0}단계 가운데 {1}단계를 단번에, {2}단계를 다시 답하거나 힌트를 보고 맞혔고, "
      "{3}단계는 보기만 했습니다.",
      "{0} steps: {1} right at the first try, {2} after retries or hints, {3} only seen.", all,
      at_first_try, with_hints, seen);
  if (progress.at.starts_with(formatted("{}.", chapter.number))) {
    page.text("다음: {0}", "Next: {0}", progress.at);
  }
  return page;
}

}  // namespace

std::string progress_table(const std::vector<Place>& places, const Request& request) {
  ProgressFile file;
  const Progress progress = file.read();
  if (const auto notice = file.notice()) warn(*notice, request.style.language);
  if (request.format == Format::json) return progress_as_json(places, progress);
  std::vector<Page> tables;
  for (std::span<const Place> left = places; !left.empty();) {
    std::size_t count = 0;
    while (count < left.size() && left[count].chapter == left.front().chapter) ++count;
    tables.push_back(table_of(left.first(count), progress));
    left = left.subspan(count);
  }
  return render(tables, request.format, request.style, {"진도", "Progress"});
}

}  // namespace attn
