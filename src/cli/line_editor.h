#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attn {

/// Whether lines can be edited: standard input and output are a terminal that moves its cursor.
bool can_edit_lines();

/// A line that somebody types at a terminal behind `prompt`, without its end; nothing when there is
/// no more. Arrows, Home, End, Delete and Ctrl-A/E/B/F/K/U/W edit it, up and down fetch those of
/// `history`, to which it is added. After Ctrl-Z and fg it is drawn anew.
/// REQUIRES: can_edit_lines().
std::optional<std::string> edit_line(std::string_view prompt, std::vector<std::string>& history);

}  // namespace attn
