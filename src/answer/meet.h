#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "answer/rank.h"
#include "lesson/catalogue.h"

namespace attn {

/// What a step shows, for answers to be held against.
struct Shown {
  Page page;
  std::vector<Candidate> candidates;

  const Tensor& result() const { return candidates.front().tensor; }
};

/// An answer and the tensors that it may be, before anything is said of it.
struct Met {
  Answer answer;
  WrittenTensor got;
  bool by_name;
  std::vector<Ranked> ranked;  // one, if by its name
  bool is_recognised = false;  // by what the others are

  const Ranked& best() const { return ranked.front(); }
  bool fits() const { return best().fit != Fit::none; }
  bool is_result() const { return best().candidate.role == Role::result; }
  /// Whether it has the shape of something shown.
  bool has_shape() const {
    return std::any_of(ranked.begin(), ranked.end(), [](const Ranked& one) {
      return one.shape_fits && one.candidate.role != Role::hidden;
    });
  }
};

/// What a step shows under these settings. Throws UserError if it shows no tensor.
Shown shown_by(const Place& place, const Settings& settings);

/// Finds out which of the step's tensors an answer may be: the one that it names, unless the name
/// is but a word in front of it and the numbers are others; else all, ranked.
Met meet(const Shown& shown, Answer answer);

/// The step's tensors in an order in which they can be computed.
std::vector<Candidate> in_order(const Shown& shown);

/// The tensors that wrong numbers may have been meant to be: those shown with their shape, or all,
/// the likeliest first; last of all the result in another shape.
std::vector<Tensor> meant_by(const Shown& shown, const Met& met);

/// The name of another tensor of that shape that is shown; empty if there is none.
std::string another_like(const Shown& shown, const Tensor& expected);

}  // namespace attn
