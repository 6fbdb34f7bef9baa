#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/paint.h"

namespace attn {

/// Columns that a name along an axis or in a table's heading takes at most.
inline constexpr int widest_name = 14;

/// What stands in one place of a grid. All text is escaped already.
struct GridCell {
  std::string text;
  bool is_quiet = false;       ///< stands for nothing: a zero, or masked
  std::optional<Heat> heat{};  ///< of a number
};

/// Rows of cells under a header, laid out in columns.
struct Grid {
  std::vector<std::string> header;  ///< one for each column; all empty: no header line
  std::vector<std::string> labels;  ///< one for each row; all empty: no label column
  std::vector<std::vector<GridCell>> rows;
};

/// The grid's lines, right-aligned, `indent` columns from the left. Where the columns do not fit
/// into `width` they are continued below, each part with the rows' labels.
std::string draw(const Grid& grid, int indent, int width, const Paint& paint);

/// What a grid takes of a line where it is not continued below: the labels of its rows with the gap
/// behind them, and its cells.
int width_of_labels(const Grid& grid);
int width_of_cells(const Grid& grid);

/// The least distance of grids that stand side by side.
inline constexpr int between_grids = 4;

/// Adds the cells of `other` to the right of the others, `apart` columns away from them.
/// REQUIRES: both have as many rows, of the same labels; apart >= between_grids.
void add_beside(Grid& grid, const Grid& other, int apart);

/// What stands in one place of a table: a text in one or two languages, or a number. All text is
/// escaped already.
struct TableCell {
  std::vector<std::string> lines;
  bool is_number;
};

/// A table's lines: columns of text on the left, columns of numbers on the right of their place.
/// The languages of a cell stand side by side if the table has room for that, else below each
/// other; cells of a table that is still too wide are wrapped, but numbers never; columns that have
/// no room even so are continued below, behind the first column.
std::string draw_table(const std::vector<TableCell>& header,
                       const std::vector<std::vector<TableCell>>& rows, int indent, int width,
                       const Paint& paint);

}  // namespace attn
