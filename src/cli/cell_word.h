#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tensor/dims.h"

namespace attn {

/// "all_context_vecs[0,1]" taken apart. Neither the tensor nor the cell need exist.
struct CellWord {
  std::string name;
  std::optional<std::vector<Size>> places{};  ///< nothing without brackets; may be negative
};

/// Throws UserError if it is not written so.
CellWord parse_cell(const std::string& word);

}  // namespace attn
