#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lesson/page.h"

namespace attn {

// What a learner typed at a question, in the ways people write it: full-width digits, a unit or a
// word around it, as Python prints it, as a sum still to be done. Nothing is guessed: what can be
// read in two ways is not understood.

/// A number, and how many places behind the point it was given with.
struct TypedNumber {
  double value;
  int places;  ///< of what was computed, as many as it takes
};

/// "0.23", ".2379", "-inf", "1/3", "1.2705/sqrt(2)", "√2", "2**0.5", "50%", "tensor(0.8984)",
/// "~0.9", "= 0.8984"; nothing if it is no number that float32 could hold.
std::optional<TypedNumber> typed_number(std::string_view typed);

/// "5", "5.0", "1,024", "5개", "5 tokens", "2 × 4 × 6"; nothing if it is no whole number.
std::optional<Size> typed_count(std::string_view typed);

/// The sizes in "(6, 2)", "6x2", "6 × 2", "6행 2열", "Size([6,2])", "keys.shape == (6,2)"; none of
/// "()"; nothing if it is no shape.
std::optional<Shape> typed_shape(std::string_view typed);

/// Whether there are letters in it, as in "(T, d_out)": sizes by their names.
bool has_letters(std::string_view typed);

/// The place of the option meant by "2", "2번", "(2)", "#2", "②", "option 2", "2. its words" or its
/// words; nothing if it is none of them.
std::optional<std::size_t> typed_option(const block::Question::Choice& choice,
                                        std::string_view typed);

/// The line without blanks around it, in the characters that all of these know; empty if it is no
/// text.
std::string plain_line(std::string_view typed);

/// What is left of `text` without a word before it: "=", "~", "about", or a name and "=".
std::string_view without_lead(std::string_view text);

/// Takes off what may end a sentence: "입니다", "정도", a full stop.
void drop_courtesy(std::string_view& text);

}  // namespace attn
