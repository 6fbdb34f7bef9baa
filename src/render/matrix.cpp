#include "render/matrix.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "render/grid.h"
#include "render/number.h"
#include "render/paint.h"
#include "render/summary.h"
#include "render/width.h"

namespace attn {
namespace {

/// What stands beside a place of an axis: its name; its number where places are left out.
std::string label(const Labels* labels, Size place, bool numbered) {
  if (place == left_out) return "…";
  if (labels) return shortened((*labels)[static_cast<std::size_t>(place)], widest_name);
  return numbered ? formatted("{}", place) : "";
}

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
    if (slice.rank() >= x_.dim() - 2) return one_slice(slice);
    for (const Size place : shown_places(x_.size(slice.rank()), summarise_)) {
      if (place == left_out) {
        out_ += "    …\n";
      } else {
        slices(slice.inserted(slice.rank(), place));
      }
    }
  }

  void one_slice(const Index& slice) {
    int indent = 4;
    if (slice.rank() > 0) {
      std::vector<std::string> places;
      for (const Size place : slice) places.push_back(std::to_string(place));
      out_ += formatted("    {}\n", paint_.quiet(formatted("[{}]", joined(places, ", "))));
      indent = 6;
    }
    out_ += attn::draw(grid(slice), indent, style_.width, paint_);
  }

  Grid grid(const Index& slice) {
    const bool is_vector = x_.dim() == 1;
    const std::vector<Size> rows =
        is_vector ? std::vector<Size>{0} : shown_places(x_.size(-2), summarise_);
    const std::vector<Size> columns = shown_places(x_.size(-1), summarise_);
    const Labels* row_labels = is_vector ? nullptr : x_.labels(-2);
    const Labels* column_labels = x_.labels(-1);

    Grid grid;
    grid.header.reserve(columns.size());
    grid.rows.reserve(rows.size());
    const bool numbered = summarise_ || is_folded(slice);
    for (const Size column : columns) {
      grid.header.push_back(label(column_labels, column, numbered));
    }
    for (const Size row : rows) {
      grid.labels.push_back(is_vector ? shortened(x_.row_label(), widest_name)
                                      : label(row_labels, row, summarise_));
      grid.rows.emplace_back().reserve(columns.size());
      for (const Size column : columns) {
        grid.rows.back().push_back(cell(slice, row, column));
      }
    }
    return grid;
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
    if (x_.labels(-1)) return false;
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
