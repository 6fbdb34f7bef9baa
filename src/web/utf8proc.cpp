// What attn calls of utf8proc, over the table that character_table.py takes from it.
#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include <character_table.h>

namespace {

unsigned run_of(utf8proc_int32_t code) {
  if (code < 0 || code > 0x10FFFF) return 1;  // no character: category 0, width 1
  const unsigned last = static_cast<unsigned>(code) << 8U | 0xFFU;
  return *std::prev(std::upper_bound(std::begin(runs), std::end(runs), last));
}

}  // namespace

extern "C" {

utf8proc_category_t utf8proc_category(utf8proc_int32_t code) {
  return static_cast<utf8proc_category_t>(run_of(code) >> 3U & 31U);
}

int utf8proc_charwidth(utf8proc_int32_t code) {
  return static_cast<int>(run_of(code) & 7U);
}

utf8proc_ssize_t utf8proc_iterate(const utf8proc_uint8_t* text, utf8proc_ssize_t length,
                                  utf8proc_int32_t* code) {
  *code = -1;
  if (length == 0) return 0;
  const utf8proc_uint8_t first = text[0];
  const utf8proc_ssize_t bytes = first < 0x80                    ? 1
                                 : first >= 0xC2 && first < 0xE0 ? 2
                                 : first >= 0xE0 && first < 0xF0 ? 3
                                 : first >= 0xF0 && first < 0xF5 ? 4
                                                                 : 0;
  if (bytes == 0 || (length >= 0 && length < bytes)) return UTF8PROC_ERROR_INVALIDUTF8;
  utf8proc_int32_t value = bytes == 1 ? first : first & (0x7F >> bytes);
  for (utf8proc_ssize_t i = 1; i < bytes; ++i) {
    if ((text[i] & 0xC0) != 0x80) return UTF8PROC_ERROR_INVALIDUTF8;
    value = value << 6 | (text[i] & 0x3F);
  }
  const bool is_longer_than_needed =
      (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool is_surrogate = value >= 0xD800 && value < 0xE000;
  if (is_longer_than_needed || is_surrogate || value > 0x10FFFF) return UTF8PROC_ERROR_INVALIDUTF8;
  *code = value;
  return bytes;
}
}
