#pragma once

#include <algorithm>
#include <vector>

#include "answer/mistakes.h"

namespace attn {

inline bool contains(const std::vector<const Mistake*>& mistakes, const Mistake& mistake) {
  return std::any_of(mistakes.begin(), mistakes.end(),
                     [&](const Mistake* other) { return other->name == mistake.name; });
}

/// Which mistakes are made, and where.
struct Ways {
  bool combining = true;   ///< the usual ones; else those that are only made alone
  bool everywhere = true;  ///< as a misunderstanding does; else at one of several places, as a slip
};

/// Calls `visit(mistake, result)` for each of these ways to make a mistake in `program`, except
/// those mistakes of which `leaves_out(mistake)` is true, until the budget is spent.
template <class LeavesOut, class Visit>
void for_each_mistake(const Program& program, Ways ways, Budget& budget, LeavesOut leaves_out,
                      Visit visit) {
  for (const Mistake* mistake : all_mistakes()) {
    if ((ways.combining && !mistake->made.combines) || leaves_out(*mistake)) continue;
    if (!ways.everywhere && !mistake->made.alone) continue;
    for (const auto& [slip, which, rare] : mistake->slips(program)) {
      if ((mistake->made.combines && !rare) != ways.combining) continue;
      if (budget.is_spent()) return;
      if (ways.everywhere) {
        if (const auto result = program.rerun(slip, budget)) visit(*mistake, *result);
        continue;
      }
      const std::vector<Program::Change> places = program.places(slip, budget);
      if (places.size() < 2) continue;
      for (const Program::Change& place : places) {
        if (const auto result = program.rerun(place, budget)) visit(*mistake, *result);
      }
    }
  }
}

/// The same for all mistakes that are made in one of the usual ways.
template <class Visit>
void for_each_mistake(const Program& program, Budget& budget, Visit visit) {
  for_each_mistake(
      program, {}, budget, [](const Mistake&) { return false; }, visit);
}

}  // namespace attn
