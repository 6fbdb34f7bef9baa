#pragma once

#include <optional>
#include <string>
#include <vector>

#include "code/program.h"

namespace attn {

/// The program of one step as program_of() makes it, `page` being the step's under the same
/// settings, with gaps in the step's own lines; see with_gaps(). What only shows what goes wrong is
/// left out, unless the step is about nothing else. `words` stand above what is to be written.
/// Nothing if the step computes nothing that it shows.
std::optional<std::vector<ProgramPart>> practice_of(std::vector<ProgramPart> program,
                                                    const Page& page, const std::string& words);

}  // namespace attn
