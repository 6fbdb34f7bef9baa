#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attn {

/// Lines of which those that compute are to be written by a learner.
struct GapTask {
  std::vector<std::string> before;  ///< the lines that are run before them, part by part
  std::string lines;
  std::vector<std::string> wanted;  ///< what they are to make, as `layer.weight`
  std::vector<std::string> given;   ///< names: what binds or changes these stays as it is
};

/// How gaps are written: the comment above what is wanted, and how one of the names is told there,
/// as "attn_weights (6,6)".
struct GapStyle {
  std::string words;
  std::function<std::string(const std::string& name)> describe;
};

/// Lines with gaps, and the names that these leave unbound, as far as that makes a program fail.
struct Gapped {
  std::string lines;
  std::vector<std::string> missing;
};

/// The lines with gaps: without those that compute what is wanted, and what nothing wanted needs.
/// In their place stands a comment that names what is wanted and what the lines behind it read. Of
/// a function, and of the methods of a class but __init__, the body is left out and raises
/// NotImplementedError; lines that call it stay. Nothing if there is nothing to compute.
std::optional<Gapped> with_gaps(const GapTask& task, const GapStyle& style);

}  // namespace attn
