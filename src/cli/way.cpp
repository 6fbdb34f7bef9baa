#include "cli/way.h"

#include <algorithm>

#include "catalogue.h"

namespace attn {
namespace {

constexpr int chapter_of_the_notes = 3;

/// The chapters in reading order, turned so that the one behind `number` comes first.
std::vector<const Chapter*> chapters_behind(int number) {
  std::vector<const Chapter*> all(chapters().begin(), chapters().end());
  const auto next = std::find_if(all.begin(), all.end(),
                                 [&](const Chapter* chapter) { return chapter->number > number; });
  std::rotate(all.begin(), next, all.end());
  return all;
}

/// How well a step was taken, if it was.
std::optional<Mastery> mastery_of(const Place& place, const Progress& progress) {
  const auto known = progress.steps.find(id(place));
  if (known == progress.steps.end()) return {};
  return known->second.mastery;
}

/// The first step, in the order of the chapters, of which `is` is true.
template <class Is>
std::optional<Place> first_step(const std::vector<const Chapter*>& chapters, Is is) {
  for (const Chapter* chapter : chapters) {
    for (const Step& step : chapter->steps) {
      if (is(Place{chapter, &step})) return Place{chapter, &step};
    }
  }
  return {};
}

}  // namespace

std::vector<const Chapter*> proposed_chapters() {
  return chapters_behind(chapter_of_the_notes - 1);
}

std::optional<Place> place_to_go_on(const Progress& progress) {
  const std::vector<const Chapter*> order = proposed_chapters();
  const auto left = first_step(order, [&](const Place& it) { return id(it) == progress.at; });
  if (left) return left;
  const auto fresh = first_step(order, [&](const Place& it) { return !mastery_of(it, progress); });
  if (fresh) return fresh;
  return first_step(
      order, [&](const Place& it) { return mastery_of(it, progress) < Mastery::at_first_try; });
}

std::optional<Place> place_behind(const Chapter& chapter, const Progress& progress) {
  return first_step(chapters_behind(chapter.number),
                    [&](const Place& it) { return !mastery_of(it, progress); });
}

std::vector<Place> hard_ones(const std::vector<Place>& places, const Progress& progress) {
  std::vector<Place> hard;
  for (const Place& place : places) {
    const auto mastery = mastery_of(place, progress);
    if (mastery && *mastery < Mastery::at_first_try) hard.push_back(place);
  }
  return hard;
}

}  // namespace attn
