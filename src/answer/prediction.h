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
  Text why{};  ///< wrong: why, or what was done instead, if known; unclear: what is expected
};

/// Judges an answer, which is read as reply.h says. A number may be rounded or cut off at the
/// second place or later; one with fewer that fits is unclear.
Judgement judge(const block::Question& question, std::string_view typed);

/// Hints, from the idea over the operation to the numbers; none gives the answer away. For a choice
/// there are none: what helps there is to rule options out.
std::vector<Text> hints(const block::Question& question, int decimals);

/// What should have been typed: "(6,2)", "0.2379", "2: rows".
Text right_answer(const block::Question& question, int decimals);

/// How an answer to this question is written.
Text how_to_answer(const block::Question& question);

}  // namespace attn
