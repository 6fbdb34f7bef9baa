#pragma once

#include <string>
#include <vector>

#include "lesson/page.h"

namespace attn {

/// What of a page's tensors a word asks about.
struct AskedCells {
  Tensor tensor;
  bool is_whole = true;        ///< no place was named: the tensor itself is meant
  std::vector<Index> cells{};  ///< else those meant: one, or all of a row
};

/// What `word` means on this page: a tensor by its name, or by what an explanation calls it
/// ("keys.T", "(attn_scores / √2)"), and places by number, from the end if negative, or by name.
/// Throws UserError if there is no such tensor, place or cell.
AskedCells find_asked_cells(const Page& page, const std::string& word);

/// Every named tensor of a page and of what it was computed from, those shown first.
std::vector<Tensor> named_tensors(const Page& page);

}  // namespace attn
