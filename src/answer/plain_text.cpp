#include "answer/plain_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace attn {
namespace {

void append_utf8(std::uint32_t c, std::string& text) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  if (c < 0x10000) byte(0xE0 | c >> 12);
  if (c >= 0x10000) byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F));
  byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
}

/// Which of two bytes is the low one, if a text is UTF-16: 0 or 1. By its byte-order mark, or
/// because almost every other byte is zero, as it is in numbers.
std::optional<std::size_t> low_byte_of_utf16(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return 0;
  if (bytes.starts_with("\xFE\xFF")) return 1;
  std::array<std::size_t, 2> zeros{};
  const std::size_t looked_at = std::min<std::size_t>(bytes.size(), 4096) / 2 * 2;
  for (std::size_t i = 0; i < looked_at; ++i) zeros[i % 2] += bytes[i] == '\0';
  for (const std::size_t low : {0U, 1U}) {
    if (looked_at >= 6 && zeros[low] == 0 && zeros[1 - low] * 2 > looked_at / 2) return low;
  }
  return {};
}

/// UTF-16 as UTF-8. What is half a character, or none, becomes U+FFFD.
std::string utf8_from_utf16(std::string_view bytes, std::size_t low) {
  const auto unit = [&](std::size_t i) {
    const auto byte = [&](std::size_t k) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + k]));
    };
    return byte(low) | byte(1 - low) << 8;
  };
  std::string text;
  text.reserve(bytes.size() / 2 + bytes.size() / 8);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t c = unit(i);
    if (0xD800 <= c && c < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00) == 0xDC00) {
      c = 0x10000 + ((c & 0x3FF) << 10) + (unit(i + 2) & 0x3FF);
      i += 2;
    } else if ((c & 0xF800) == 0xD800) {
      c = 0xFFFD;
    }
    append_utf8(c, text);
  }
  return text;
}

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

/// REQUIRES: `text` is UTF-8, and a character starts at `at`.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (first < 0xF0) return {(first & 0xF) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(first & 7) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4};
}

bool is_blank(std::uint32_t c) {
  return c == 0xA0 || (0x2000 <= c && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}
/// Zero-width marks, directions, soft hyphens: they are not seen.
bool is_invisible(std::uint32_t c) {
  return c == 0xAD || (0x200B <= c && c <= 0x200F) || (0x202A <= c && c <= 0x202E) ||
         (0x2060 <= c && c <= 0x2064) || c == 0xFEFF;
}
bool is_dash(std::uint32_t c) {
  return (0x2010 <= c && c <= 0x2014) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

bool is_plain_digit(char c) {
  return '0' <= c && c <= '9';
}

/// Copies a text character by character into the form that plain_text promises.
class PlainWriter {
 public:
  explicit PlainWriter(std::string_view text) : text_(text) {
    plain_.reserve(text.size());
    has_newlines_ = text.find('\n') != std::string_view::npos;
  }

  std::string write() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\x1b') {
        skip_escape();
      } else if (c == '\r') {
        carriage_return();
      } else if (c == '\b') {
        if (plain_.size() > line_) plain_.pop_back();
        ++at_;
      } else if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
        beyond_ascii();
      } else {
        if (c == '\n') line_ = plain_.size() + 1;
        plain_ += c;
        ++at_;
      }
    }
    return std::move(plain_);
  }

 private:
  /// ESC [ … m colours; ESC ] … BEL is a title or a link, and so on (ECMA-48).
  void skip_escape() {
    const std::string_view rest = text_.substr(at_ + 1);
    const char kind = rest.empty() ? ' ' : rest[0];
    if (kind == '[') {
      at_ = std::min(text_.find_first_not_of("0123456789:;<=>? !\"#$%&'()*+,-./", at_ + 2),
                     text_.size());
      if (at_ < text_.size() && '@' <= text_[at_] && text_[at_] <= '~') ++at_;
    } else if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {
      at_ = std::min(text_.find_first_of("\a\x1b\n", at_ + 2), text_.size());
      if (text_.substr(at_).starts_with("\x1b\\")) ++at_;
      if (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\x1b') ++at_;
    } else {
      ++at_;
      if (std::string_view("()*+ #%").find(kind) != std::string_view::npos && !rest.empty()) ++at_;
      const bool has_letter = at_ < text_.size() && '0' <= text_[at_] && text_[at_] <= '~';
      if (has_letter) ++at_;
    }
  }

  /// The end of a line in old files; else what follows is written over the line.
  void carriage_return() {
    const std::size_t next = std::min(text_.find_first_not_of('\r', at_), text_.size());
    at_ = next;
    if (!has_newlines_) {
      plain_ += '\n';
      line_ = plain_.size();
    } else if (next < text_.size() && text_[next] != '\n') {
      plain_.resize(line_);
    }
  }

  void beyond_ascii() {
    const auto [c, bytes] = character_at(text_, at_);
    const std::size_t next = at_ + bytes;
    if (is_blank(c)) {
      plain_ += ' ';
    } else if (is_dash(c) && is_minus(next)) {
      plain_ += '-';
    } else if (0xFF01 <= c && c <= 0xFF5E) {
      plain_ += static_cast<char>(c - 0xFEE0);
    } else if (c == 0x221E) {
      plain_ += "inf";
    } else if (c == 0x2018 || c == 0x2019) {
      plain_ += '\'';
    } else if (c == 0x201C || c == 0x201D) {
      plain_ += '"';
    } else if (!is_invisible(c)) {
      plain_ += text_.substr(at_, bytes);
    }
    at_ = next;
  }

  /// Whether a dash in front of `next` is a sign: of a number, or of its exponent.
  bool is_minus(std::size_t next) const {
    if (next >= text_.size()) return false;
    const std::uint32_t c = character_at(text_, next).code;
    const bool before_number = ('0' <= c && c <= '9') || c == '.' || (0xFF10 <= c && c <= 0xFF19) ||
                               c == 0xFF0E || c == 0x221E || c == 'i' || c == 'I';
    if (!before_number) return false;
    const char last = plain_.size() > line_ ? plain_.back() : ' ';
    if (last == 'e' || last == 'E') {
      return plain_.size() > line_ + 1 && is_plain_digit(plain_[plain_.size() - 2]);
    }
    return !is_plain_digit(last) && last != '.';
  }

  std::string_view text_;
  std::string plain_{};
  std::size_t at_ = 0;
  std::size_t line_ = 0;  ///< where the last line of plain_ starts
  bool has_newlines_ = false;
};

}  // namespace

std::string plain_text(const Source& bytes) {
  const auto low = low_byte_of_utf16(bytes.text);
  const bool has_mark = bytes.text.starts_with("\xFF\xFE") || bytes.text.starts_with("\xFE\xFF");
  std::string text;
  if (low) {
    text = utf8_from_utf16(bytes.text.substr(has_mark ? 2 : 0), *low);
  } else {
    refuse_binaries(bytes);
  }
  const Source characters{low ? std::string_view(text) : bytes.text, bytes.file};
  characters.require_text();
  return PlainWriter(characters.text).write();
}

}  // namespace attn
