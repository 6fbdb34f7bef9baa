#include "render/contents.h"

#include <algorithm>

#include "render/width.h"

namespace attn {
namespace {

/// A text behind what stands before it, wrapped.
std::string behind(std::string before, std::string_view text, int width) {
  const int indent = display_width(before);
  std::string out;
  for (const std::string_view line : wrap(text, width - indent)) {
    out += before;
    out += line;
    out += '\n';
    before = spaces(indent);
  }
  return out;
}

}  // namespace

std::string draw_contents(const block::Contents& contents, const TextStyle& style) {
  std::string out;
  for (const std::string_view title : chosen(contents.title, style.language)) {
    out += behind(out.empty() ? contents.id + "  " : "   ", title, style.width);
  }
  int ko_width = 0;
  int en_width = 0;
  int mark_width = 0;
  for (const auto& entry : contents.entries) {
    mark_width = std::max(mark_width, display_width(entry.mark));
    ko_width = std::max(ko_width, display_width(entry.title.ko));
    en_width = std::max(en_width, display_width(entry.title.en));
  }
  const bool side_by_side =
      style.language == Language::both && mark_width + 9 + ko_width + en_width <= style.width;
  for (const auto& entry : contents.entries) {
    const std::string before = formatted("{}{:>5}  ", entry.mark, entry.id);
    if (side_by_side) {
      const std::string ko = padded_right(entry.title.ko, ko_width);
      out += formatted("{}{}  {}\n", before, ko, entry.title.en);
      continue;
    }
    for (const std::string_view title : chosen(entry.title, style.language)) {
      out += behind(before, title, style.width);
    }
  }
  return out;
}

}  // namespace attn
