#pragma once

#include <optional>
#include <string>
#include <vector>

#include "code/program.h"

namespace attn {

/// What comments say in such a program.
struct PracticeWords {
  std::string write;  ///< above what is to be written
  std::string all;    ///< above a line that fails until all of it is there
};

/// The program of one step as program_of() makes it, `page` being the step's under the same
/// settings, with gaps in the step's own lines; see with_gaps(). It prints nothing until they are
/// filled: numbers that it was given must not be taken for an answer. What only shows what goes
/// wrong is left out, unless the step is about nothing else. Nothing if the step computes nothing
/// that it shows.
std::optional<std::vector<ProgramPart>> practice_of(std::vector<ProgramPart> program,
                                                    const Page& page, const PracticeWords& words);

}  // namespace attn
