#pragma once

#include <span>
#include <string>
#include <vector>

#include "lesson/catalogue.h"
#include "lesson/settings.h"

namespace attn {

/// The lines that a program has of one step.
struct ProgramPart {
  Place place;
  bool is_own;  ///< all lines of a step that was chosen; else those that others need
  std::string lines;
  std::vector<std::string> shown;  ///< the tensors that a chosen step's page shows, by their names
};

/// The PyTorch program of these steps: their pages' lines, and before them those of earlier pages
/// of their chapter that they need. In reading order, each step once; without empty parts of
/// others. What the pages of the chosen steps ask the settings for counts as asked.
std::vector<ProgramPart> program_of(std::span<const Place> chosen, const Settings& settings);

}  // namespace attn
