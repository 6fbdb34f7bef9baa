#pragma once

#include <string>
#include <variant>

#include "cli/progress.h"

namespace attn {

/// Why a file of progress is not understood.
enum class Strange { damaged, newer, too_large };

/// What the text of a file holds, or why it is not understood. Takes time in proportion to the
/// text, and little memory even if nothing but brackets open in it.
std::variant<Progress, Strange> parse_progress(const std::string& text);

/// The text that parse_progress() reads.
std::string to_text(const Progress& progress);

}  // namespace attn
