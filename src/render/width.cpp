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
  utf8proc_int32_t code;  ///< -1 for a byte that is no UTF-8
  std::size_t bytes;
  int width;
};

/// Whether the byte at `at` can only be inside a character.
bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool is_hangul_syllable(utf8proc_int32_t code) {
  return code >= 0xAC00 && code <= 0xD7A3;
}

/// Any character but ASCII; a byte that is no UTF-8 counts as one of width 1.
Character decode(std::string_view text) {
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (bytes < 0) return {-1, 1, 1};
  // Vowels and finals that are set onto an initial take no column of their own.
  const bool is_set_on = code >= 0x1160 && code <= 0x11FF;
  return {code, static_cast<std::size_t>(bytes), is_set_on ? 0 : utf8proc_charwidth(code)};
}

/// The character that starts at byte `at`. Nearly all are ASCII or Hangul syllables, which are
/// three bytes long; those are decoded here.
inline Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (byte(0) < 0x80) return {byte(0), 1, 1};
  if (byte(0) >= 0xEA && byte(0) <= 0xED && continues(text, at + 1) && continues(text, at + 2)) {
    const int code = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (is_hangul_syllable(code)) return {code, 3, 2};
  }
  return decode(text.substr(at));
}

bool steers_terminal(utf8proc_int32_t code) {
  constexpr utf8proc_int32_t non_joiner = 0x200C;
  constexpr utf8proc_int32_t joiner = 0x200D;  // makes one emoji of several
  if (code == non_joiner || code == joiner) return false;
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

/// The character as it is shown: escaped if it steers a terminal or is no character at all.
void add_visible(std::string& out, std::string_view text, std::size_t at,
                 const Character& character) {
  if (character.code < 0) {
    out += formatted("\\x{:02x}", static_cast<unsigned char>(text[at]));
  } else if (!steers_terminal(character.code)) {
    out.append(text, at, character.bytes);
  } else if (character.code < 0x100) {
    out += formatted("\\x{:02x}", character.code);
  } else {
    out += formatted("\\u{:04x}", character.code);
  }
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

/// Where a line may end, and where the next one starts then.
struct Break {
  std::size_t end = 0;
  std::size_t next = 0;
  int used = 0;  ///< columns up to `next`
};

/// Wraps text without line ends, in one pass.
void wrap_line(std::string_view text, int width, std::vector<std::string_view>& lines) {
  // From good to bad: at a blank, at one before a bracket, inside a bracket or a name.
  std::array<Break, 3> breaks;
  std::size_t start = 0;     // of the line
  int used = 0;              // columns of the line so far
  std::size_t unbroken = 0;  // up to here a bracket is kept whole
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const bool is_blank = character.code == ' ';
    if (character.code == '(') unbroken = std::max(unbroken, at + short_bracket(text.substr(at)));
    if (is_blank && at > start && used <= width) {
      const bool before_bracket = short_bracket(text.substr(at + 1)) > 0;
      breaks[at < unbroken ? 2 : before_bracket ? 1 : 0] = {at, at + 1, used + 1};
    }
    used += character.width;
    at += character.bytes;
    if (used <= width && (character.code == '_' || character.code == ',')) {
      breaks[2] = {at, at, used};
    }
    while (used > width && !is_blank) {
      Break best = {at - character.bytes, at - character.bytes, used - character.width};
      for (const Break& candidate : breaks) {
        if (candidate.next <= start) continue;
        best = candidate;
        break;
      }
      lines.emplace_back(text.substr(start, best.end - start));
      start = best.next;
      used -= best.used;
      for (Break& later : breaks) later.used -= best.used;
    }
  }
  lines.emplace_back(text.substr(start, text.size() - start));
}

/// Whether `text` may hold what has to be escaped. Quick, and wrong only in saying yes.
bool may_steer(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      continue;
    }
    if (!continues(text, at + 1) || !continues(text, at + 2)) return true;
    // Hangul syllables and their neighbours; from E2 82 on arrows, mathematical signs, lines.
    const auto next = static_cast<unsigned char>(text[at + 1]);
    const bool is_syllable = (byte >= 0xEA && byte < 0xED) || (byte == 0xED && next < 0xA0);
    if (!is_syllable && !(byte == 0xE2 && next > 0x81)) return true;
    at += 3;
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
    add_visible(result, text, at, character);
    at += character.bytes;
  }
  return result;
}

std::string visible_in_json(std::string json) {
  std::string result;
  std::size_t done = 0;  // up to here it is in `result`
  for (std::size_t at = 0; at < json.size();) {
    const Character character = character_at(json, at);
    if (steers_terminal(character.code)) {
      result.append(json, done, at - done);
      result += character.code < 0x10000
                    ? formatted("\\u{:04x}", character.code)
                    : formatted("\\u{:04x}\\u{:04x}", 0xD7C0 + (character.code >> 10),
                                0xDC00 + (character.code & 0x3FF));  // two halves of UTF-16
      done = at + character.bytes;
    }
    at += character.bytes;
  }
  return done == 0 ? std::move(json) : result.append(json, done);
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
  std::string result;
  std::size_t cut = 0;  // where "…" still has room
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const std::size_t before = result.size();
    add_visible(result, text, at, character);
    used += display_width(std::string_view(result).substr(before));
    if (used < width) cut = result.size();
    if (used > width) return result.substr(0, cut) + "…";
    at += character.bytes;
  }
  return result;
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

std::string padded_left(std::string_view text, int width) {
  return spaces(width - display_width(text)) + std::string(text);
}

std::string padded_right(std::string_view text, int width) {
  return std::string(text) + spaces(width - display_width(text));
}

}  // namespace attn
