#pragma once

#include <string>
#include <vector>

namespace attn {

/// A place along an axis as it was written: its number, its name, or ":" for all places.
struct PlaceWord {
  std::string text;
  bool is_quoted = false;  ///< then it is a name
};

/// "attn_weights[journey,0]" taken apart. Neither the tensor nor the cell need exist.
struct CellWord {
  std::string name;
  std::vector<PlaceWord> places{};
};

/// All that a word can mean, that with the longest name first: the last is the one whose name has
/// no brackets behind it. "queries[0][1,2]" may be a cell of what is written queries[0], or one of
/// queries.
std::vector<CellWord> ways_to_read(const std::string& word);

/// Throws the UserError that tells how a cell is written.
[[noreturn]] void fail_at_cell(const std::string& word);

}  // namespace attn
