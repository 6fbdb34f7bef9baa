#include "lesson/source.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

#include "lesson/user_error.h"

namespace attn {
namespace {

/// How many characters (code points) `bytes` hold.
std::size_t characters(std::string_view bytes) {
  std::size_t count = 0;
  for (const char c : bytes) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return count;
}

/// The line, or of a long one the part around byte `at`, which is moved along.
std::string_view excerpt_of(std::string_view line, std::size_t& at) {
  constexpr std::size_t most = 400;  // bytes on either side
  const auto is_inside = [&](std::size_t i) {
    return i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U;
  };
  std::size_t first = at > most ? at - most : 0;
  while (is_inside(first)) ++first;
  std::size_t last = std::min(line.size(), at + most);
  while (is_inside(last)) ++last;
  at -= first;
  return line.substr(first, last - first);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    utf8proc_int32_t character = 0;
    const auto* first = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
    const utf8proc_ssize_t length =
        utf8proc_iterate(first, static_cast<utf8proc_ssize_t>(bytes.size()), &character);
    if (length < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return true;
}

void Source::fail(std::size_t offset, Text problem, Text fix) const {
  const std::string_view before = text.substr(0, offset);
  const auto line_number = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  std::string_view line = text.substr(start, text.find('\n', start) - start);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t column = characters(text.substr(start, offset - start)) + 1;
  std::size_t at = offset - start;
  const std::string excerpt(excerpt_of(line, at));
  throw UserError(formatted("{}:{}:{}", file, line_number, column), std::move(problem),
                  std::move(fix),
                  UserError::Excerpt{excerpt, characters(excerpt.substr(0, at)) + 1});
}

void Source::require_text() const {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t character = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    const utf8proc_ssize_t length =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &character);
    if (length < 0) {
      throw UserError(formatted("{}:{}", file, line),
                      {"UTF-8이 아닌 바이트가 있습니다", "there is a byte that is not UTF-8"},
                      {"파일을 UTF-8로 저장하십시오 (엑셀: CSV UTF-8)",
                       "save the file as UTF-8 (in Excel: CSV UTF-8)"});
    }
    if (character == 0) {
      throw UserError(formatted("{}:{}", file, line),
                      {"NUL 바이트가 있어 텍스트 파일이 아닙니다",
                       "there is a NUL byte, so this is no text file"},
                      {"텍스트 파일을 주십시오", "give a text file"});
    }
    if (character == '\n') ++line;
    at += static_cast<std::size_t>(length);
  }
}

}  // namespace attn
