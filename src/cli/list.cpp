#include "catalogue.h"
#include "cli/commands.h"
#include "cli/mastery.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/step_selection.h"
#include "render/json.h"
#include "render/render.h"

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

/// How a step was taken with `attn learn`, and, where any was, whether it was practiced.
std::string marks_of(const std::string& step, const Progress& progress) {
  const auto known = progress.steps.find(step);
  std::string marks(known == progress.steps.end() ? " " : mark_of(known->second.mastery));
  if (!progress.practiced.empty()) marks += progress.practiced.contains(step) ? "+" : " ";
  return marks;
}

/// A chapter's titles. Steps that were taken with `attn learn` or `attn watch` bear marks.
block::Contents contents_of(const Chapter& chapter, const Progress& progress) {
  block::Contents contents{formatted("{}", chapter.number), chapter.title, {}};
  for (const Step& step : chapter.steps) {
    const std::string number = id({&chapter, &step});
    contents.entries.push_back({number, marks_of(number, progress), step.title});
  }
  return contents;
}

Page page_of(const std::vector<const Chapter*>& chapters, const Progress& progress) {
  Page page("list");
  for (const Chapter* chapter : chapters) page.add(contents_of(*chapter, progress));
  if (!progress.steps.empty()) {
    page.text("✓ 단번에  ~ 다시 답하거나 힌트  · 보았음",
              "✓ at the first try  ~ after retries or hints  · seen");
  }
  if (!progress.practiced.empty()) {
    page.text("+ 직접 쓴 프로그램이 맞음", "+ a program of your own was right");
  }
  return page;
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
  const Page page = page_of(chosen, progress);
  print(render({&page, 1}, request.format, request.style, {"차례", "Contents"}));
  return 0;
}

}  // namespace attn
