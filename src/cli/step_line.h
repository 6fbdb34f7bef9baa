#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/catalogue.h"
#include "lesson/choices.h"

namespace attn {

/// What a program says that it is for, in a comment: "# attn 3.23 --seed 7".
struct StepLine {
  Place place;
  Choices choices;
};

/// Reads the line, of any kind of comment, among the first five of the text of `file`; nothing if
/// there is none. Throws UserError, which names the line, for an unknown step, and for words behind
/// it that are no settings.
std::optional<StepLine> find_step_line(std::string_view text, const std::string& file);

/// Likewise; where there is none, throws the UserError that says what to write.
StepLine require_step_line(std::string_view text, const std::string& file);

}  // namespace attn
