#pragma once

#include <optional>
#include <string>
#include <vector>

#include "answer/diagnose.h"
#include "lesson/catalogue.h"

namespace attn {

/// A learner's tensor held against the step's.
struct Comparison {
  std::string name;            ///< the step's tensor that is meant
  bool by_name = false;        ///< found by its name, not by its shape
  std::string unknown_name{};  ///< the name it was given, if the step has no such tensor
  std::string might_be{};      ///< found by its shape: another tensor that has it, if one does
  std::string is_exactly{};    ///< not equal: the tensor on the way to this one that it is, if any
  Tensor expected;
  WrittenTensor got;
  bool equal = false;
  Size different = 0;                   ///< cells, if the shapes are the same
  std::optional<Index> first{};         ///< the first of them
  std::vector<Text> symptoms{};         ///< what can be seen in the numbers, most telling first
  std::vector<const Mistake*> blind{};  ///< mistakes that these numbers cannot show
};

struct Verdict {
  std::string id;  ///< of the step
  std::vector<Comparison> comparisons;
  std::vector<Diagnosis> diagnoses;

  bool equal() const;
};

/// Holds a learner's tensors against what the step shows under these settings, and finds out which
/// mistakes explain the difference.
/// REQUIRES: !answers.empty(). Throws UserError if the step shows no tensor.
Verdict judge(const Place& place, const Settings& settings, const std::vector<Answer>& answers);

/// Those of `mistakes` that would change the tensor `name` of the step under these settings.
std::vector<const Mistake*> visible_under(const Settings& settings, const Place& place,
                                          const std::string& name,
                                          const std::vector<const Mistake*>& mistakes);

}  // namespace attn
