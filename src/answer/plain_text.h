#pragma once

#include <string>
#include <string_view>

#include "lesson/source.h"

namespace attn {

// What lies between the bytes of a user's file and the forms that are read out of it. Each keeps
// the lines of the text, so that a complaint still names the right one.

/// The text of a file in the characters that the readers know: UTF-8 without byte-order mark,
/// colours, terminal titles and what a progress bar overwrote; blanks, minus signs, digits and
/// brackets of any script in ASCII. Reads UTF-8 and UTF-16.
///
/// Throws UserError for what is no text. That of a known kind is called by its name, with the way
/// to get a text out of it.
std::string plain_text(const Source& bytes);

/// Throws UserError for files that are known by their first bytes (.npy, .npz, .pt, pictures,
/// documents), and for numbers as a machine holds them.
void refuse_binaries(const Source& bytes);

/// The text without what somebody typed to get it: prompts and the commands behind them, the code
/// of a notebook's cell, tracebacks and warnings; lines quoted in mail or commented out, bare.
std::string without_typing(std::string_view text);

/// The text with points for decimal commas, if it is sure that they are that: `0,1234;0,5678`.
/// Throws UserError where commas can be read either way.
std::string with_decimal_points(const Source& text);

/// Asks whether the comma at `offset` ends a number or stands inside of it.
[[noreturn]] void fail_unclear_comma(const Source& source, std::size_t offset);

}  // namespace attn
