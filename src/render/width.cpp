#include "render/width.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
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

bool is_hangul_syllable(utf8proc_int32_t code) {
  return code >= 0xAC00 && code <= 0xD7A3;
}

/// Any character but ASCII; a byte that is no UTF-8 counts as one of width 1.
Character decode(std::string_view text) {
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (bytes < 0) return {0xFFFD, 1, 1};
  // Vowels and finals that are set onto an initial take no column of their own.
  const bool is_set_on = code >= 0x1160 && code <= 0x11FF;
  return {code, static_cast<std::size_t>(bytes), is_set_on ? 0 : utf8proc_charwidth(code)};
}

/// The character that starts at byte `at`. Nearly all are ASCII or Hangul syllables, which are
/// three bytes long; those are decoded here.
inline Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return {byte(0), 1, 1};
  if (byte(0) >= 0xEA && byte(0) <= 0xED && text.size() - at >= 3) {
    const int code = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (is_hangul_syllable(code)) return {code, 3, 2};
  }
  return decode(text.substr(at));
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
    const Character character = character_at(text, bytes);
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
  const bool is_formula =
      text.substr(0, end).find_first_of("0123456789,-") != std::string_view::npos;
  return is_formula ? end + 1 : 0;
}

/// Wraps text without line ends. One pass: `blank` is the last space where the line may end.
void wrap_line(std::string_view text, int width, std::vector<std::string_view>& lines) {
  std::size_t start = 0;  // of the line
  int used = 0;           // columns of the line so far
  std::size_t blank = 0;  // after start: there is such a space
  int used_at_blank = 0;
  std::size_t unbroken = 0;  // up to here a bracket is kept whole
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.code == '(') unbroken = std::max(unbroken, at + short_bracket(text.substr(at)));
    const bool may_break =
        character.code == ' ' && at >= unbroken && short_bracket(text.substr(at + 1)) == 0;
    if (may_break && used <= width) {
      blank = at;
      used_at_blank = used;
    }
    used += character.width;
    at += character.bytes;
    if (used <= width || may_break) continue;
    const bool at_blank = blank > start;
    const std::size_t end = at_blank ? blank : at - character.bytes;
    lines.emplace_back(text.substr(start, end - start));
    start = at_blank ? blank + 1 : end;
    used = at_blank ? used - used_at_blank - 1 : character.width;
  }
  lines.emplace_back(text.substr(start, text.size() - start));
}

/// The bytes with which no character starts that steers a terminal, nor is one of them: printable
/// ASCII, the insides of characters, and the first bytes of Hangul syllables.
constexpr std::array<bool, 256> harmless = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) table[byte] = true;
  for (std::size_t byte = 0x80; byte < 0xC2; ++byte) table[byte] = true;
  for (std::size_t byte = 0xEA; byte <= 0xED; ++byte) table[byte] = true;
  return table;
}();

/// Whether `text` may hold a character that steers a terminal. Quick, and wrong only in saying yes.
bool may_steer(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (harmless[static_cast<unsigned char>(text[i])]) continue;
    // E2 82 and on: arrows, mathematical signs, lines.
    const bool is_sign =
        text[i] == '\xE2' && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) > 0x81;
    if (!is_sign) return true;
  }
  return false;
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    width += character.width;
    at += character.bytes;
  }
  return width;
}

std::string visible(std::string text) {
  if (!may_steer(text)) return text;
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!steers_terminal(character.code)) {
      result.append(text, at, character.bytes);
    } else if (character.code < 0x100) {
      result += formatted("\\x{:02x}", character.code);
    } else {
      result += formatted("\\u{:04x}", character.code);
    }
    at += character.bytes;
  }
  return result;
}

std::vector<std::string_view> wrap(std::string_view text, int width) {
  assert(width > 1);  // room for the widest character
  std::vector<std::string_view> lines;
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
