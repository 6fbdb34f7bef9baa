#include <algorithm>

#include "catalogue.h"
#include "cli/commands.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/step_selection.h"
#include "render/json.h"
#include "render/paint.h"
#include "render/width.h"

namespace attn {
namespace {

std::vector<const Chapter*> chosen_chapters(const std::vector<std::string>& words) {
  const std::vector<const Chapter*> all(chapters().begin(), chapters().end());
  if (words.empty()) return all;
  std::vector<const Chapter*> chosen;
  for (const std::string& word : words) {
    if (word == "all") {
      chosen.insert(chosen.end(), all.begin(), all.end());
    } else {
      chosen.push_back(&select_chapter(word));
    }
  }
  return chosen;
}

/// A text behind what stands before it, wrapped.
void print_wrapped(std::string before, std::string_view text, int width) {
  const int indent = display_width(before);
  for (const std::string_view line : wrap(text, width - indent)) {
    print(formatted("{}{}\n", before, line));
    before.assign(static_cast<std::size_t>(indent), ' ');
  }
}

/// A chapter's titles: both languages in two columns where they have room, else below each other.
/// Each line has the step's id, as one types it, so that it can be searched. Steps that were taken
/// with `attn learn` bear a mark.
void print_chapter(const Chapter& chapter, const Progress& progress, const TextStyle& style) {
  std::string before = formatted("{}  ", chapter.number);
  for (const std::string_view title : chosen(chapter.title, style.language)) {
    print_wrapped(before, title, style.width);
    before = "   ";
  }
  int ko_width = 0;
  int en_width = 0;
  for (const Step& step : chapter.steps) {
    ko_width = std::max(ko_width, display_width(step.title.ko));
    en_width = std::max(en_width, display_width(step.title.en));
  }
  const bool side_by_side =
      style.language == Language::both && 10 + ko_width + en_width <= style.width;
  for (const Step& step : chapter.steps) {
    const auto known = progress.steps.find(id({&chapter, &step}));
    const std::string_view mark =
        known == progress.steps.end() ? " " : mark_of(known->second.mastery);
    const std::string before =
        formatted("{}{:>5}  ", mark, formatted("{}.{}", chapter.number, step.number));
    if (side_by_side) {
      print(formatted("{}{}  {}\n", before, padded_right(step.title.ko, ko_width), step.title.en));
      continue;
    }
    for (const std::string_view title : chosen(step.title, style.language)) {
      print_wrapped(before, title, style.width);
    }
  }
  print("\n");
}

}  // namespace

int list_command(const Request& request) {
  const std::vector<const Chapter*> chosen = chosen_chapters(request.words);
  if (request.format == Format::json) {
    std::vector<Place> places;
    for (const Chapter* chapter : chosen) {
      for (const Step& step : chapter->steps) places.push_back({chapter, &step});
    }
    print(render_json(places) + "\n");
    return 0;
  }
  ProgressFile file;
  const Progress progress = file.read();
  if (const auto notice = file.notice()) warn(*notice, request.style.language);
  for (const Chapter* chapter : chosen) print_chapter(*chapter, progress, request.style);
  if (!progress.steps.empty()) {
    const Text marks = {"✓ 단번에  ~ 다시 답하거나 힌트  · 보았음",
                        "✓ at the first try  ~ after retries or hints  · seen"};
    for (const std::string_view line : attn::chosen(marks, request.style.language)) {
      print_wrapped("", line, request.style.width);
    }
  }
  return 0;
}

}  // namespace attn
