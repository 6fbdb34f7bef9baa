#pragma once

#include <vector>

#include "answer/answer.h"
#include "answer/rank.h"

namespace attn {

/// The answers of one step, with those put together that are the rows (slices, single numbers) of
/// one tensor printed one by one: `for row in x: print(row)`. Rows have the same shape and no name
/// that the step knows, or share one, and what they make together is a candidate or has its shape;
/// no other order than the printed one is tried.
std::vector<Answer> join_rows(const Page& page, const std::vector<Candidate>& candidates,
                              std::vector<Answer> answers);

}  // namespace attn
