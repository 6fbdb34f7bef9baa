#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lesson/source.h"
#include "tensor/dims.h"

namespace attn {

/// A line of a step's output that is not as it was kept.
struct KeptDifference {
  std::size_t line;           ///< from 1
  std::string expected, got;  ///< the lines; empty where one text has no such line
  /// The first number that differs, if that is what differs.
  struct Number {
    std::string tensor{};  ///< empty if it stands in a table or a sentence
    Index cell{};
    std::string expected{}, got{};
  };
  std::optional<Number> number{};
};

/// The lines in which a step's output differs from the kept one: text must be the same, numbers
/// may differ by one unit of their last digit, and columns may have moved with them.
std::vector<KeptDifference> differences(const Source& kept, const std::string& fresh);

}  // namespace attn
