#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "answer/compare.h"

namespace attn {

/// A tensor of the step, and what a learner has for it.
struct Given {
  Tensor right;
  const WrittenTensor* got;
  bool is_right;
};

/// The tensors a learner printed, as places on the way from the inputs to the result.
class Trace {
 public:
  explicit Trace(std::vector<Given> given);

  /// The first on the way that is wrong while all that it was computed from are right; of several
  /// such the one printed first. Nothing if all are right.
  std::optional<std::size_t> first_wrong() const;
  /// Whether `given[later]` was computed from `given[earlier]`.
  bool comes_from(std::size_t later, std::size_t earlier) const;

  /// The tensors on the way to `given[i]` that are given and right, as that way knows them.
  std::vector<Tensor> right_before(std::size_t i) const;
  /// Those of them from which nothing that is given leads to `given[i]`, as places in `given`.
  std::vector<std::size_t> nearest_before(std::size_t i) const;
  /// The names of what lies between those and `given[i]`, or comes from nowhere of them: whether
  /// that is right is not known.
  std::vector<std::string> unseen_before(std::size_t i) const;

  /// Whether `given[i]` comes out if it is computed from what the learner has for the tensors
  /// nearest to it. Nothing if the digits are too few to tell, or if shapes do not fit.
  std::optional<bool> follows(std::size_t i) const;

  /// `given[i]` as it comes out of what the learner has for the tensors nearest to it, and how far
  /// the digits that were not printed may move it. Nothing if shapes do not fit.
  struct Followed {
    Tensor tensor;
    std::vector<Tensor> moved;
  };
  std::optional<Followed> followed(std::size_t i) const;

 private:
  /// What a tensor was computed from, operands before users, itself last; and which of `given` each
  /// of these is.
  struct Way {
    std::vector<Tensor> tensors;
    std::vector<std::optional<std::size_t>> given;
    std::vector<bool> is_near;  ///< nothing that is given lies between
  };
  Way way_to(std::size_t i) const;

  std::vector<Given> given_;
  std::vector<Way> ways_{};
};

}  // namespace attn
