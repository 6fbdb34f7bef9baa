#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace attn {

// Text measured in the columns that it takes on a terminal: two for a Hangul syllable, none for a
// combining mark.

int display_width(std::string_view text);

/// `text` with characters that steer a terminal (controls, direction marks), and bytes that are no
/// UTF-8, written as escapes.
std::string visible(std::string text);

/// JSON whose strings hold such characters as escapes of JSON, such as \u009b: it says the same.
/// REQUIRES: it is valid UTF-8.
std::string visible_in_json(std::string json);

/// Lines of at most `width` columns, broken at spaces, but if possible not in or before short
/// brackets such as `attn_scores (6,6)` or `(b, T, d)`; a word longer than a line is broken behind
/// one of its `_` and commas, or else where the line ends.
/// Line ends in `text` stay. The lines are parts of `text`.
std::vector<std::string_view> wrap(std::string_view text, int width);
/// Not of a string that is gone when the lines are read.
template <std::same_as<std::string> String>
std::vector<std::string_view> wrap(String&& text, int width) = delete;

/// `text` made visible, or as much of its beginning as fits before a "…"; escapes stay whole.
std::string shortened(std::string_view text, int width);

/// So many of them, none if `count` is negative.
std::string spaces(int count);
std::string padded_left(std::string_view text, int width);
std::string padded_right(std::string_view text, int width);

}  // namespace attn
