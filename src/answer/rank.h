#pragma once

#include <string>
#include <vector>

#include "answer/compare.h"
#include "lesson/page.h"

namespace attn {

/// What a tensor is for a step.
enum class Role {
  result,  ///< shown as what comes out of the step
  before,  ///< shown on the way to that
  hidden,  ///< on the way to what is shown
};

struct Candidate {
  Tensor tensor;
  Role role;
};

/// The tensors of a step that numbers may be meant to be, the likeliest first: the results from the
/// page's last back, then what is shown before them, then what is on the way. Counter-examples are
/// none.
std::vector<Candidate> candidates_of(const Page& page);

/// A candidate, and how well numbers fit it.
struct Ranked {
  Candidate candidate;
  Fit fit;
  bool shape_fits;
};

/// The candidates in the order in which `got` may be meant to be them: those that its numbers fit,
/// results first and among these the earlier; then those that only its shape fits; then the others.
/// Where one candidate of a role fits better than another, as exactly the same instead of rounded,
/// it comes first.
std::vector<Ranked> rank(const std::vector<Candidate>& candidates, const WrittenTensor& got);

}  // namespace attn
