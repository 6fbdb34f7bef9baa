#include "cli/differing_cells.h"

#include <algorithm>
#include <cmath>

namespace attn {
namespace {

constexpr Size most_rows = 16;
constexpr Size most_columns = 7;

/// Where to begin so that `count` places with `place` among them can be shown.
Size window(Size place, Size count, Size all) {
  return std::clamp<Size>(place - count / 2, 0, std::max<Size>(all - count, 0));
}

/// "[1,0,:]", the row in which cell number `cell` is; empty if there is but one.
std::string row_of(Size cell, const Shape& shape) {
  if (shape.rank() == 1) return "";
  const Index place = cell_at(cell, shape);
  std::string row = "[";
  for (int axis = 0; axis + 1 < shape.rank(); ++axis) row += formatted("{},", place[axis]);
  return row + ":]";
}

/// The number as it was given.
std::string as_given(const WrittenTensor& got, Size cell) {
  const double value = got.values()[static_cast<std::size_t>(cell)];
  if (!got.decimals() || std::abs(value) >= 1e6) return formatted("{:.4g}", value);
  return formatted("{:.{}f}", value, std::min(*got.decimals(), 6));
}

Text marked_number(const Comparison& comparison, Size cell) {
  const bool is_wrong =
      std::binary_search(comparison.different.begin(), comparison.different.end(), cell);
  return (is_wrong ? "✗" : " ") + as_given(comparison.got, cell);
}

}  // namespace

void report_cells(const Comparison& comparison, Page& page) {
  const Shape& shape = comparison.expected.shape();
  const auto wrong = static_cast<Size>(comparison.different.size());
  if (shape.rank() == 0 || shape.product() < 3 || wrong == shape.product()) return;
  const Size columns = shape[shape.rank() - 1];
  const Size rows = shape.rank() == 1 ? 1 : shape[shape.rank() - 2];
  const Size first = comparison.different.front();
  const Size matrix = first / (rows * columns) * rows * columns;  // its first cell
  const Size top = window((first - matrix) / columns, most_rows, rows);
  const Size left = window(first % columns, most_columns, columns);
  const Size right = std::min(columns, left + most_columns);

  std::vector<Text> header = {""};
  for (Size column = left; column < right; ++column) header.emplace_back(std::to_string(column));
  std::vector<std::vector<block::Cell>> lines;
  for (Size row = top; row < std::min(rows, top + most_rows); ++row) {
    const Size start = matrix + row * columns;
    std::vector<block::Cell>& line = lines.emplace_back();
    line.emplace_back(Text(row_of(start, shape)));
    for (Size column = left; column < right; ++column) {
      line.emplace_back(marked_number(comparison, start + column));
    }
  }
  page.text("받은 수입니다. 다른 칸에 ✗ 표시가 있습니다.",
            "The numbers given; ✗ marks those that differ.");
  page.table(header, std::move(lines));
}

}  // namespace attn
