#pragma once

#include <string>
#include <string_view>

#include "lesson/text.h"
#include "tensor/dims.h"

/// What Korean does with words that are known only when a page is written: numbers, tokens, names.

namespace attn {

/// How a text ends when it is read aloud, which decides on the particle behind it.
enum class Ending {
  vowel,      ///< 차, 2 (이), a (에이), head (헤드)
  rieul,      ///< ㄹ: 말, 1 (일), l (엘), scale (스케일)
  consonant,  ///< any other: 답, 3 (삼), n (엔), step (스텝)
  unknown     ///< 家, and what is not read at all
};

/// Digits are read as numbers, single letters and capitals by their names, other Latin letters as
/// the English word that they end in, by the rules of transcription. Brackets, quotes and "…" at
/// the end are not read: "(6,3)" ends as 3 does.
Ending ending_of(std::string_view text);

/// The text with every "[은/는]" in it turned into the particle that fits what stands before: the
/// first after a consonant, the second after a vowel. "[으로/로]" knows that ㄹ takes 로. The
/// second may be empty: "[이/]". Where it is not known how to read what stands before, both are
/// written: "은(는)", "(으)로".
std::string with_particles(std::string text);

/// formatted(), and then with the particles that fit.
template <class... Args>
std::string formatted_ko(fmt::format_string<const Args&...> format, const Args&... arguments) {
  return with_particles(formatted(format, arguments...));
}

/// "첫 번째" for 1, "두 번째" for 2; "11번째" from there on.
std::string ordinal_in_korean(Size number);

}  // namespace attn
