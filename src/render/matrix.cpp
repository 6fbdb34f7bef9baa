#include "render/matrix.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "render/grid.h"
#include "render/number.h"
#include "render/paint.h"
#include "render/summary.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int heading_indent = 4;
constexpr int slice_indent = 6;

/// One of the matrices that a tensor of more than two axes consists of.
struct Slice {
  std::string heading;  ///< its index, and the names of that
  Grid grid;
};

/// Draws one tensor.
class MatrixWriter {
 public:
  MatrixWriter(const block::Matrix& matrix, const TextStyle& style)
      : x_(matrix.tensor),
        style_(style),
        paint_(style),
        format_(x_.values(), matrix.whole_numbers ? 0 : style.precision),
        summarise_(is_summarised(x_)) {
    if (style.heat != HeatStyle::none) heat_.emplace(x_);
  }

  std::string draw() {
    out_ = formatted("  {} {}", paint_.name(x_.name()), paint_.quiet(to_string(x_.shape())));
    if (x_.dim() == 0) return formatted("{}   {}\n", out_, format_(x_.item()));
    out_ += '\n';
    slices({});
    return std::move(out_);
  }

 private:
  /// The matrices below `slice`, an index of the outer axes.
  void slices(const Index& slice) {
    const int outer = x_.dim() - 2;
    if (outer <= 0) {
      out_ += attn::draw(grid(slice), heading_indent, style_.width, paint_);
      return;
    }
    std::vector<Slice> run;
    for (const Size place : shown_places(x_.size(slice.rank()), summarise_)) {
      if (place == left_out) {
        side_by_side(std::exchange(run, {}));
        out_ += "    …\n";
        continue;
      }
      const Index inner = slice.inserted(slice.rank(), place);
      if (inner.rank() < outer) {
        slices(inner);
      } else {
        run.push_back({heading(inner), grid(inner)});
      }
    }
    side_by_side(run);
  }

  /// "[0, 1]", and what those places are called.
  std::string heading(const Index& slice) const {
    std::vector<std::string> places;
    std::vector<std::string> names;
    for (int axis = 0; axis < slice.rank(); ++axis) {
      places.push_back(std::to_string(slice[axis]));
      if (const std::string* name = x_.label(axis, slice)) {
        names.push_back(shortened(*name, widest_name));
      }
    }
    return formatted("[{}]{}{}", joined(places, ", "), names.empty() ? "" : "  ",
                     joined(names, ", "));
  }

  /// Slices in as few rows as the width allows, each row of about as many.
  void side_by_side(const std::vector<Slice>& run) {
    if (run.empty()) return;
    int width = 0;
    for (const Slice& slice : run) {
      width = std::max({width, width_of_cells(slice.grid), display_width(slice.heading)});
    }
    const std::size_t most = how_many_fit(run, width);
    const std::size_t rows = (run.size() + most - 1) / most;
    const std::size_t each = (run.size() + rows - 1) / rows;
    for (std::size_t first = 0; first < run.size(); first += each) {
      one_row(std::span(run).subspan(first, std::min(each, run.size() - first)), width);
    }
  }

  /// At least one. More only if all have their rows' names in common.
  std::size_t how_many_fit(const std::vector<Slice>& run, int width) const {
    const auto& labels = run.front().grid.labels;
    for (const Slice& slice : run) {
      if (slice.grid.labels != labels) return 1;
    }
    const int room = style_.width - slice_indent - width_of_labels(run.front().grid) - width;
    return room < 0 ? 1 : 1 + static_cast<std::size_t>(room / (width + between_grids));
  }

  /// `width` columns for the cells of each.
  void one_row(std::span<const Slice> row, int width) {
    std::string headings = row.front().heading;
    Grid grid = row.front().grid;
    int start = width_of_labels(grid);
    for (const Slice& slice : row.subspan(1)) {
      start += width + between_grids;
      const int end = width_of_labels(grid) + width_of_cells(grid);
      headings = padded_right(headings, start + slice_indent - heading_indent) + slice.heading;
      add_beside(grid, slice.grid, start - end);
    }
    out_ += formatted("{}{}\n", spaces(heading_indent), paint_.quiet(headings));
    out_ += attn::draw(grid, slice_indent, style_.width, paint_);
  }

  Grid grid(const Index& slice) {
    const bool is_vector = x_.dim() == 1;
    const std::vector<Size> rows =
        is_vector ? std::vector<Size>{0} : shown_places(x_.size(-2), summarise_);
    const std::vector<Size> columns = shown_places(x_.size(-1), summarise_);

    Grid grid;
    grid.header.reserve(columns.size());
    grid.rows.reserve(rows.size());
    const bool numbered = summarise_ || is_folded(slice);
    for (const Size column : columns) grid.header.push_back(label(-1, slice, column, numbered));
    for (const Size row : rows) {
      grid.labels.push_back(is_vector ? shortened(x_.row_label(), widest_name)
                                      : label(-2, slice, row, summarise_));
      grid.rows.emplace_back().reserve(columns.size());
      for (const Size column : columns) {
        grid.rows.back().push_back(cell(slice, row, column));
      }
    }
    return grid;
  }

  /// What stands beside a place of an axis: its name; its number where places are left out.
  std::string label(int axis, const Index& slice, Size place, bool numbered) const {
    if (place == left_out) return "…";
    if (const std::string* name = label_in_slice(x_, axis, slice, place)) {
      return shortened(*name, widest_name);
    }
    return numbered ? formatted("{}", place) : "";
  }

  GridCell cell(Index slice, Size row, Size column) {
    if (row == left_out || column == left_out) return {.text = "…"};
    if (x_.dim() > 1) slice.push_back(row);
    slice.push_back(column);
    const float value = x_.at(slice);
    const bool is_nothing = value == 0 || value == -std::numeric_limits<float>::infinity();
    GridCell cell{.text = format_(value), .is_quiet = is_nothing};
    if (heat_) cell.heat = (*heat_)(value);
    return cell;
  }

  /// Whether the columns will not fit side by side; then even nameless ones are numbered.
  bool is_folded(const Index& slice) {
    if (label_in_slice(x_, -1, slice, 0)) return false;
    const Size columns = x_.size(-1);
    const int width = display_width(cell(slice, 0, 0).text) + 2;
    return columns * width + 6 + widest_name > style_.width;
  }

  const Tensor& x_;
  const TextStyle& style_;
  Paint paint_;
  NumberFormat format_;
  std::optional<HeatScale> heat_{};
  bool summarise_;
  std::string out_;
};

}  // namespace

std::string draw_matrix(const block::Matrix& matrix, const TextStyle& style) {
  return MatrixWriter(matrix, style).draw();
}

}  // namespace attn
