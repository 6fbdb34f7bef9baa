#pragma once

#include <optional>
#include <vector>

#include "answer/meet.h"
#include "answer/verdict.h"

namespace attn {

/// Numbers that are wrong, and no known mistake gives them.
struct Wrong {
  const Place& place;
  const Settings& settings;
  const Shown& shown;
  const WrittenTensor& got;
  std::vector<Tensor> meant;  ///< the tensors they may be meant to be; one at least
  bool by_name;               ///< they were given the name of that one
};

/// A relation, and the tensor to which the numbers have it.
struct Held {
  Relation relation;
  Tensor tensor;
};

/// The first relation that holds, those to the step's own tensors before those to what is drawn or
/// set otherwise; nothing if none is known. Each is a computation that agrees in all numbers, and
/// they tell so much that it cannot be chance. What is tried is limited in multiply-adds.
std::optional<Held> what_holds(const Wrong& wrong);

// Each of these for one kind.

std::optional<Relation> as_other_tensor(const Wrong& wrong);
std::optional<Relation> as_tensor_of_chapter(const Wrong& wrong);
std::optional<Relation> as_other_settings(const Wrong& wrong);

/// The code that makes a tensor, where the step's own page does not show it: that of the nearest
/// step before it that does, or behind it; empty if none does, or if pages take too long.
std::string code_in_chapter(const Place& place, const Settings& settings, const Tensor& x);

}  // namespace attn
