#pragma once

#include <string>
#include <string_view>

#include "cli/progress.h"
#include "lesson/catalogue.h"

namespace attn {

/// How a learner stands with a step.
struct Standing {
  std::string_view mark;     ///< one column; a blank if the step was never taken
  FixedText word;            ///< the same in words
  bool has_changed = false;  ///< the step asks something else now
};
Standing standing_of(const Place& place, const Progress& progress);

std::string_view mark_of(Mastery mastery);

/// What a step asks under the default settings, as a short word that changes when the questions do.
std::string fingerprint(const Place& place);

}  // namespace attn
