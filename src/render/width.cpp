#include "render/width.h"

#include <utf8proc.h>

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "lesson/text.h"

namespace attn {
namespace {

struct Character {
  utf8proc_int32_t code;
  std::size_t bytes;
  int width;
};

bool is_hangul_syllable(utf8proc_int32_t code) { return code >= 0xAC00 && code <= 0xD7A3; }

int width_of(utf8proc_int32_t code) {
  if (code >= 0x1160 && code <= 0x11FF) return 0;  // vowels and finals, set onto an initial
  return utf8proc_charwidth(code);
}

/// The character at the start of `text`; a byte that is no UTF-8 counts as one of width 1.
Character first_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1, 1};
  if (first >= 0xEA && first <= 0xED && text.size() >= 3) {
    // Most of the text that is measured is Hangul syllables, always three bytes.
    const int code = (first & 0x0F) << 12 | (text[1] & 0x3F) << 6 | (text[2] & 0x3F);
    if (is_hangul_syllable(code)) return {code, 3, 2};
  }
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (bytes < 0) return {0xFFFD, 1, 1};
  return {code, static_cast<std::size_t>(bytes), width_of(code)};
}

bool steers_terminal(utf8proc_int32_t code) {
  if ((code >= 0x20 && code < 0x7F) || is_hangul_syllable(code)) return false;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

/// The longest beginning of `text` that takes at most `width` columns, in bytes.
std::size_t fitting(std::string_view text, int width) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Character character = first_character(text.substr(bytes));
    if (character.width > width) break;
    width -= character.width;
    bytes += character.bytes;
  }
  return bytes;
}

/// How many bytes the bracket at the start of `text` takes, if it is a short one and holds a shape
/// or a formula rather than words; else 0.
std::size_t short_bracket(std::string_view text) {
  constexpr std::size_t longest = 18;
  if (!text.starts_with('(')) return 0;
  const std::size_t end = text.substr(0, longest).find(')');
  if (end == std::string_view::npos) return 0;
  const bool is_formula = text.substr(0, end).find_first_of("0123456789,-") != std::string_view::npos;
  return is_formula ? end + 1 : 0;
}

/// Where the first word of `text` ends.
std::size_t end_of_word(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ' && short_bracket(text.substr(at + 1)) == 0) return at;
    at += std::max<std::size_t>(1, short_bracket(text.substr(at)));
  }
  return text.size();
}

/// Wraps text without line ends.
void wrap_line(std::string_view text, int width, std::vector<std::string>& lines) {
  std::string line;
  int used = 0;
  while (!text.empty()) {
    const std::size_t end = end_of_word(text);
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    int needed = display_width(word);
    if (!line.empty() && used + 1 + needed > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    while (needed > width) {
      const std::size_t bytes = std::max<std::size_t>(fitting(word, width), 1);
      lines.emplace_back(word.substr(0, bytes));
      word.remove_prefix(bytes);
      needed = display_width(word);
    }
    if (!line.empty()) {
      line += ' ';
      ++used;
    }
    line += word;
    used += needed;
  }
  lines.push_back(std::move(line));
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    width += character.width;
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string visible(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!steers_terminal(character.code)) {
      result += text.substr(0, character.bytes);
    } else if (character.code < 0x100) {
      result += formatted("\\x{:02x}", character.code);
    } else {
      result += formatted("\\u{:04x}", character.code);
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

std::vector<std::string> wrap(std::string_view text, int width) {
  assert(width > 1);  // room for the widest character
  std::vector<std::string> lines;
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wrap_line(text.substr(0, end), width, lines);
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string shortened(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  return std::string(text.substr(0, fitting(text, width - 1))) + "…";
}

std::string padded_left(std::string_view text, int width) {
  return std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ') +
         std::string(text);
}

std::string padded_right(std::string_view text, int width) {
  return std::string(text) +
         std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
}

}  // namespace attn
