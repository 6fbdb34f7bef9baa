#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attn {

// Text measured in the columns that it takes on a terminal: two for a Hangul syllable, none for a
// combining mark.

int display_width(std::string_view text);

/// `text` with characters that steer a terminal (controls, direction marks) written as escapes.
std::string visible(std::string_view text);

/// Lines of at most `width` columns, broken at spaces, but not in or before short brackets such as
/// `attn_scores (6,6)` or `(b, T, d)`; a word longer than a line is broken where the line ends. Line
/// ends in `text` stay.
std::vector<std::string> wrap(std::string_view text, int width);

/// `text`, or as much of its beginning as fits before a "…".
std::string shortened(std::string_view text, int width);

std::string padded_left(std::string_view text, int width);
std::string padded_right(std::string_view text, int width);

}  // namespace attn
