#pragma once

#include <span>
#include <string>

#include "lesson/page.h"
#include "lesson/settings.h"
#include "lesson/text.h"

namespace attn {

/// One lesson: a function that computes with the settings and writes what it found to a page.
struct Step {
  int number;
  FixedText title;
  void (*write)(const Settings& settings, Page& page);
};

/// A table of contents, in reading order.
struct Chapter {
  int number;
  FixedText title;
  std::span<const Step> steps;
  FixedText learned{};  ///< what it has taught, in a sentence, said at its end
};

/// A step and the chapter it stands in.
struct Place {
  const Chapter* chapter;
  const Step* step;
};

/// "3.11".
std::string id(const Place& place);

/// Runs a step: its whole page. Throws std::logic_error with the step's id if the step is at fault,
/// UnfitWeights if it cannot use the weights that the settings have.
Page write_page(const Place& place, const Settings& settings);

/// The same, without the weights where the step cannot use them.
Page write_fitting_page(const Place& place, const Settings& settings);

}  // namespace attn
