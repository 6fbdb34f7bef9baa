#pragma once

#include <optional>
#include <vector>

#include "answer/meet.h"
#include "answer/verdict.h"

namespace attn {

/// A comparison, and what explains the difference.
struct Judged {
  Comparison comparison;
  std::vector<Diagnosis> diagnoses{};
  bool cut_short = false;  ///< the budget was spent before all mistakes were tried
};

/// An answer on its way to the verdict.
struct Hearing {
  Met met;
  /// What is said of it. Nothing yet if it is wrong; nothing at all where it is none of the step's
  /// tensors and need not be one, because another one is.
  std::optional<Judged> judged{};
  bool is_wrong = false;
  /// Wrong numbers that are some of the step's all the same, unless a mistake gives them.
  std::optional<Judged> less{};
};

/// Finds out which answers are right and which are wrong, before any mistake is looked for.
std::vector<Hearing> hearings_of(const Shown& shown, std::vector<Answer> answers, Budget& budget);

/// Wrong numbers, taken for `expected`.
Judged found_wrong(const Shown& shown, const Met& met, const Tensor& expected,
                   std::vector<Diagnosis> diagnoses = {});

/// Looks for the mistakes behind wrong numbers; not in what was `given` and is right.
Judged mistaken(const Shown& shown, const Met& met, Budget budget,
                const std::vector<Tensor>& given = {});

/// What explains both differences, if anything does; else what explains the first.
std::vector<Diagnosis> for_both(std::vector<Diagnosis> first, const std::vector<Diagnosis>& next);

}  // namespace attn
