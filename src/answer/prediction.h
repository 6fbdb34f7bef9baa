#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lesson/page.h"

namespace attn {

/// What a learner typed for a question, held against its answer.
struct Judgement {
  enum class Kind {
    right,
    wrong,
    unclear,  ///< no answer of the kind that was asked for, or too few digits to tell
  };
  Kind kind;
  Text why{};  ///< wrong: what was done instead, if that is known; unclear: what is expected
};

/// Judges an answer. Shapes are taken as `(6, 2)`, `6x2`, `6,2`, `torch.Size([6, 2])`; cells as
/// decimals or fractions, rounded or cut off at the second place or later; choices by their number
/// or their words.
Judgement judge(const block::Question& question, std::string_view typed);

/// Hints, one more telling than the other; none gives the answer away. For a choice, each rules an
/// option out.
std::vector<Text> hints(const block::Question& question, int decimals);

/// What should have been typed: "(6,2)", "0.2379", "2: rows".
Text right_answer(const block::Question& question, int decimals);

/// How an answer to this question is written.
Text how_to_answer(const block::Question& question);

}  // namespace attn
