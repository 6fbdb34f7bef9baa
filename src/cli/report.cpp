#include "cli/report.h"

#include <algorithm>
#include <vector>

#include "render/width.h"

namespace attn {
namespace {

constexpr int excerpt_width = 76;

std::vector<std::string> shown(const Text& text, Language language) {
  if (language == Language::ko || text.ko == text.en) return {visible(text.ko)};
  if (language == Language::en) return {visible(text.en)};
  return {visible(text.ko), visible(text.en)};
}

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
  std::string before = visible(excerpt.line.substr(0, split));
  const std::string after = visible(excerpt.line.substr(split));
  if (display_width(before) > excerpt_width / 2) {
    std::size_t skipped = 0;
    while (display_width(std::string_view(before).substr(bytes_of(before, skipped))) >
           excerpt_width / 2) {
      ++skipped;
    }
    before = "…" + before.substr(bytes_of(before, skipped));
  }
  const int caret = display_width(before);
  return formatted("  {}\n  {:>{}}\n", shortened(before + after, excerpt_width), "^", caret + 1);
}

}  // namespace

std::string describe(const UserError& error, Language language) {
  const std::string where = error.where.empty() ? "" : visible(error.where) + ": ";
  std::string out;
  for (const std::string& problem : shown(error.problem, language)) {
    out += formatted("attn: {}{}\n", where, problem);
  }
  if (error.excerpt) out += draw(*error.excerpt);
  for (const std::string& fix : shown(error.fix, language)) out += formatted("fix: {}\n", fix);
  return out;
}

}  // namespace attn
