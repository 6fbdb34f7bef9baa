#include <algorithm>

#include "catalogue.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "render/json.h"
#include "render/paint.h"
#include "render/width.h"

namespace attn {
namespace {

std::vector<const Chapter*> chosen_chapters(const Arguments& arguments) {
  std::vector<const Chapter*> chosen;
  for (const std::string& word : arguments.words) chosen.push_back(&select_chapter(word));
  if (chosen.empty()) chosen.assign(chapters().begin(), chapters().end());
  return chosen;
}

std::string in_language(const FixedText& text, Language language) {
  if (language == Language::ko) return std::string(text.ko);
  if (language == Language::en) return std::string(text.en);
  return formatted("{} · {}", text.ko, text.en);
}

/// A chapter's titles: both languages in two columns where they have room, else below each other.
void print_chapter(const Chapter& chapter, const TextStyle& style) {
  const Paint paint(style.color);
  print(formatted("{}\n", paint.title(formatted("{}  {}", chapter.number,
                                                in_language(chapter.title, style.language)))));
  int ko_width = 0;
  int en_width = 0;
  for (const Step& step : chapter.steps) {
    ko_width = std::max(ko_width, display_width(step.title.ko));
    en_width = std::max(en_width, display_width(step.title.en));
  }
  const bool side_by_side = 8 + ko_width + 2 + en_width <= style.width;
  for (const Step& step : chapter.steps) {
    const std::string number = formatted("{:>4}", step.number);
    if (style.language != Language::both) {
      print(formatted("{}  {}\n", number, in_language(step.title, style.language)));
    } else if (side_by_side) {
      print(
          formatted("{}  {}  {}\n", number, padded_right(step.title.ko, ko_width), step.title.en));
    } else {
      print(formatted("{}  {}\n      {}\n", number, step.title.ko, paint.quiet(step.title.en)));
    }
  }
  print("\n");
}

}  // namespace

int list_command(const Arguments& arguments, const Options& options) {
  const std::vector<const Chapter*> chosen = chosen_chapters(arguments);
  if (options.json) {
    std::vector<Place> places;
    for (const Chapter* chapter : chosen) {
      for (const Step& step : chapter->steps) places.push_back({chapter, &step});
    }
    print(render_json(places) + "\n");
    return 0;
  }
  for (const Chapter* chapter : chosen) print_chapter(*chapter, options.style);
  return 0;
}

}  // namespace attn
