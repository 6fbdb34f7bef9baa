#pragma once

#include <optional>
#include <vector>

#include "cli/progress.h"
#include "lesson/catalogue.h"

namespace attn {

/// The chapters in the order in which they are proposed: from the notes' own on, which is chapter
/// 3, and around to those before it.
std::vector<const Chapter*> proposed_chapters();

/// Where to go on: where the learner left off, else at the first step not taken yet, else at the
/// first that was not right at the first try; nothing if all were.
std::optional<Place> place_to_go_on(const Progress& progress);

/// The first step not taken yet behind a chapter, and around to its own; nothing if all were.
std::optional<Place> place_behind(const Chapter& chapter, const Progress& progress);

/// Those of `places` that were taken and not right at the first try.
std::vector<Place> hard_ones(const std::vector<Place>& places, const Progress& progress);

}  // namespace attn
