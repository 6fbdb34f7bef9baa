#pragma once

#include <string>
#include <vector>

namespace attn {

/// Lines of a notebook that are run together.
struct CodeCell {
  std::string lines;
  bool is_wanted = false;            ///< all of it is to be run
  std::vector<std::string> shown{};  ///< names that are read after it, as `layer.weight`
};

/// The lines of each cell that must be run, in this order, for those of the wanted cells and what
/// is shown after these to be what they are when all cells are run: a wanted cell's all, as they
/// stand, of others whole statements without the comments between them; perhaps none. For what the
/// code must be like, see effects_of() in names.h.
std::vector<std::string> needed_lines(const std::vector<CodeCell>& cells);

}  // namespace attn
