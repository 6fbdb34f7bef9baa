#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lesson/text.h"

namespace attn {

/// Whether all of these bytes are UTF-8.
bool is_utf8(std::string_view bytes);

/// The text of a user's file, which can be complained about.
struct Source {
  std::string_view text;
  std::string file;  ///< its name, as the user wrote it

  /// Throws UserError: "file:line:column", the line, and a caret at byte `offset` of the text.
  [[noreturn]] void fail(std::size_t offset, Text problem, Text fix) const;

  /// Throws UserError, which names the line, if there is a byte that is not UTF-8, or a NUL.
  void require_text() const;
};

}  // namespace attn
