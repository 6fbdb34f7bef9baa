#include "lesson/korean.h"

#include <utf8proc.h>

#include <array>
#include <cctype>

namespace attn {
namespace {

using Character = utf8proc_int32_t;

/// Takes the last character off a text; 0 if there is none.
Character take_last(std::string_view& text) {
  std::size_t start = text.size();
  while (start > 0 && (static_cast<unsigned char>(text[start - 1]) & 0xC0U) == 0x80U) --start;
  if (start > 0) --start;
  Character character = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + start);
  const auto length = static_cast<utf8proc_ssize_t>(text.size() - start);
  if (length == 0 || utf8proc_iterate(bytes, length, &character) < 0) character = 0;
  text = text.substr(0, start);
  return character;
}

bool is_in(Character character, std::u32string_view set) {
  return set.find(static_cast<char32_t>(character)) != std::u32string_view::npos;
}

/// 영 일 이 삼 사 오 육 칠 팔 구; 십, 백, 천, 만 and 억 end in consonants as 영 does.
Ending of_digit(char digit) {
  switch (digit) {
    case '1':
    case '7':
    case '8':
      return Ending::rieul;
    case '0':
    case '3':
    case '6':
      return Ending::consonant;
    default:
      return Ending::vowel;
  }
}

Ending of_letter_name(char letter) {
  switch (std::tolower(letter)) {
    case 'l':
    case 'r':
      return Ending::rieul;  // 엘, 알
    case 'm':
    case 'n':
      return Ending::consonant;  // 엠, 엔
    default:
      return Ending::vowel;
  }
}

bool is_vowel(char letter) {
  return std::string_view("aeiou").find(letter) != std::string_view::npos;
}

/// A word in small letters, of two or more.
Ending of_word(std::string_view word) {
  const auto from_end = [&](std::size_t i) {
    return i < word.size() ? word[word.size() - 1 - i] : ' ';
  };
  // A silent e behind a consonant: scale, name, one.
  const std::size_t last = from_end(0) == 'e' && !is_vowel(from_end(1)) && word.size() > 2 ? 1 : 0;
  switch (from_end(last)) {
    case 'l':
      return Ending::rieul;
    case 'm':
    case 'n':
      return Ending::consonant;
    case 'g':
      return from_end(last + 1) == 'n' && last == 0 ? Ending::consonant : Ending::vowel;
    case 'c':
    case 'k':
    case 'p':
    case 't': {
      // Behind a short vowel they close the syllable (스텝, 캣), else they get one of their own.
      const std::size_t before = from_end(0) == 'k' && from_end(1) == 'c' ? 2 : 1;
      const bool is_short =
          last == 0 && is_vowel(from_end(before)) && !is_vowel(from_end(before + 1));
      return is_short || word.ends_with("out") ? Ending::consonant : Ending::vowel;
    }
    default:
      return Ending::vowel;
  }
}

/// `text` ends in a Latin letter. Of a name such as W_query the last part is read.
Ending of_latin(std::string_view text) {
  std::size_t start = text.size();
  while (start > 0 && std::isalpha(static_cast<unsigned char>(text[start - 1])) != 0) --start;
  const std::string_view word = text.substr(start);
  const char last = word.back();
  const bool by_its_name = word.size() == 1 || std::isupper(static_cast<unsigned char>(last)) != 0;
  return by_its_name ? of_letter_name(last) : of_word(word);
}

Ending of_hangul(Character syllable) {
  constexpr Character rieul = 8;
  const Character final = (syllable - 0xAC00) % 28;
  if (final == 0) return Ending::vowel;
  return final == rieul ? Ending::rieul : Ending::consonant;
}

/// What a pair of forms becomes where it is not known which fits.
std::string both(std::string_view first, std::string_view second) {
  if (!first.ends_with(second)) return formatted("{}({})", first, second);
  return formatted("({}){}", first.substr(0, first.size() - second.size()), second);
}

/// "은/는", if `at` stands before "[은/는]"; empty else.
std::string_view pair_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find(']', at);
  if (end == std::string_view::npos) return {};
  const std::string_view pair = text.substr(at + 1, end - at - 1);
  std::size_t slashes = 0;
  for (const char c : pair) {
    if (static_cast<unsigned char>(c) < 0x80U && c != '/') return {};
    slashes += c == '/' ? 1 : 0;
  }
  return slashes == 1 && pair.front() != '/' ? pair : std::string_view();
}

}  // namespace

Ending ending_of(std::string_view text) {
  std::string_view rest = text;
  Character last = take_last(rest);
  while (is_in(last, U" )]}'\"’”」』〉》…")) {
    text = rest;
    last = take_last(rest);
  }
  if (last < 0x80 && std::isdigit(static_cast<int>(last)) != 0) {
    return of_digit(static_cast<char>(last));
  }
  if (last < 0x80 && std::isalpha(static_cast<int>(last)) != 0) return of_latin(text);
  if (last >= 0xAC00 && last <= 0xD7A3) return of_hangul(last);
  if (last == U'ㄹ') return Ending::rieul;                         // 리을
  if (last >= 0x3131 && last <= 0x314E) return Ending::consonant;  // 기역, 니은, …
  if (last >= 0x314F && last <= 0x3163) return Ending::vowel;      // ㅏ, ㅑ, …
  if (is_in(last, U"²³εΕοΟυΥ")) return Ending::consonant;          // 제곱, 엡실론, …
  if (last >= 0x0391 && last <= 0x03C9) return Ending::vowel;      // 알파, 베타, …
  if (is_in(last, U"%ᵀ")) return Ending::vowel;                    // 퍼센트, 티
  return Ending::unknown;
}

std::string with_particles(std::string text) {
  for (std::size_t at = text.find('['); at != std::string::npos; at = text.find('[', at + 1)) {
    const std::string_view pair = pair_at(text, at);
    if (pair.empty()) continue;
    const std::size_t slash = pair.find('/');
    const std::string_view first = pair.substr(0, slash);
    const std::string_view second = pair.substr(slash + 1);
    const Ending ending = ending_of(std::string_view(text).substr(0, at));
    const bool takes_second =
        ending == Ending::vowel || (ending == Ending::rieul && first.starts_with("으로"));
    const std::string fitting = ending == Ending::unknown
                                    ? both(first, second)
                                    : std::string(takes_second ? second : first);
    text.replace(at, pair.size() + 2, fitting);
  }
  return text;
}

std::string ordinal_in_korean(Size number) {
  constexpr std::array<std::string_view, 11> words = {"",     "첫",   "두",   "세",   "네", "다섯",
                                                      "여섯", "일곱", "여덟", "아홉", "열"};
  const auto i = static_cast<std::size_t>(number);
  return number > 0 && i < words.size() ? formatted("{} 번째", words[i])
                                        : formatted("{}번째", number);
}

}  // namespace attn
