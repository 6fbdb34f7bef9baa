#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/request.h"
#include "code/program.h"
#include "lesson/settings.h"

namespace attn {

/// A program, and those of the choices that its steps make use of: it is as without the others.
struct ProgramFile {
  std::vector<ProgramPart> parts;
  Choices choices;
  Settings settings;  ///< those under which it was made
};

/// The program of these steps. What they ask for counts as asked of `settings`.
ProgramFile program_under(std::span<const Place> places, const Settings& settings);

/// The program as a file: a first line that names its steps and settings, then `lines`, then each
/// step's lines under its title, and lines that print what it shows.
std::string program_text(const ProgramFile& program, Language language,
                         std::string_view lines = "");

/// A comment of one line, whatever is in it.
std::string python_comment(const std::string& text);

}  // namespace attn
