#include "cli/report.h"

#include <algorithm>
#include <vector>

#include "cli/output.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int excerpt_width = 76;

/// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size()) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && count-- == 0) break;
    ++at;
  }
  return at;
}

/// The line, and a caret under the character that is meant. Of a long line, the part around it.
std::string draw(const UserError::Excerpt& excerpt) {
  const std::size_t split = bytes_of(excerpt.line, excerpt.column - 1);
  std::string_view before = std::string_view(excerpt.line).substr(0, split);
  const std::string_view after = std::string_view(excerpt.line).substr(split);
  const auto width_of = [](std::string_view text) {
    return display_width(visible(std::string(text)));
  };
  int caret = width_of(before);
  std::string_view skipped;
  if (caret > excerpt_width / 2) skipped = "…";
  while (caret > excerpt_width / 2) {
    const std::size_t first = bytes_of(before, 1);
    caret -= width_of(before.substr(0, first));
    before.remove_prefix(first);
  }
  caret += display_width(skipped);
  const std::string line = formatted("{}{}{}", skipped, before, after);
  return formatted("  {}\n  {:>{}}\n", shortened(line, excerpt_width), "^", caret + 1);
}

}  // namespace

std::string describe(const UserError& error, Language language) {
  const std::string where = error.where.empty() ? "" : visible(error.where) + ": ";
  std::string out;
  for (const std::string_view problem : chosen(error.problem, language)) {
    out += formatted("attn: {}{}\n", where, visible(std::string(problem)));
  }
  if (error.excerpt) out += draw(*error.excerpt);
  const bool one_for_both = error.fix.ko == error.fix.en && language == Language::both;
  const Text fix = {formatted("고치기: {}", error.fix.ko), formatted("fix: {}", error.fix.en)};
  for (const std::string_view line : chosen(fix, one_for_both ? Language::en : language)) {
    out += formatted("{}\n", visible(std::string(line)));
  }
  return out;
}

void warn(const Text& what, Language language) {
  for (const std::string_view part : chosen(what, language)) {
    print_error(formatted("attn: {}\n", visible(std::string(part))));
  }
}

}  // namespace attn
