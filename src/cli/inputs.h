#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/request.h"
#include "lesson/settings.h"

namespace attn {

/// The inputs that need no file: "journey", …
std::span<const std::string_view> built_in_inputs();

/// Understands the settings and reads the input they name; nothing is measured. Throws UserError.
Settings settings_of(const Request& request);
/// Likewise for choices that are no user's.
Settings settings_of(const Choices& choices);

/// The same for pages that are shown: times are measured where they are asked for or somebody reads
/// along.
Settings settings_of_shown(const Request& request);

/// Names on standard error, in one line, what was chosen and no step that was run has asked for.
void note_unused(const Request& request, const Settings& settings);

/// What a file holds; "-" is standard input, of which a user at a terminal is told how it ends.
/// Throws UserError, as read_file().
std::string read_or_paste(const std::string& path, std::size_t max_bytes, Language language);

}  // namespace attn
