#include "render/grid.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "lesson/text.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int gap = 2;

std::string spaces(int n) {
  return std::string(static_cast<std::size_t>(n), ' ');
}

/// Whether a number stands for nothing: zero or masked.
bool is_nothing(const std::string& cell) {
  const auto is_zero = [](char c) { return c == '0' || c == '.'; };
  return cell == "-inf" || std::all_of(cell.begin(), cell.end(), is_zero);
}

/// Adds `cell` at the right end of a column `width` wide.
void add_right(std::string& out, const std::string& cell, int width, const Paint& paint) {
  out.append(static_cast<std::size_t>(std::max(0, width - display_width(cell))), ' ');
  if (is_nothing(cell)) {
    out += paint.quiet(cell);
  } else {
    out += cell;
  }
}

int widest(const std::vector<std::string>& cells) {
  int width = 0;
  for (const std::string& cell : cells) width = std::max(width, display_width(cell));
  return width;
}

bool all_empty(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); });
}

/// Part of a grid: columns [first, last).
void draw_columns(const Grid& grid, std::size_t first, std::size_t last,
                  const std::vector<int>& widths, int indent, int label_width, const Paint& paint,
                  std::string& out) {
  const auto gap_before = [&](std::size_t c) { return c == first && label_width == 0 ? 0 : gap; };
  if (!all_empty(grid.header)) {
    std::string line = spaces(indent + label_width);
    for (std::size_t c = first; c < last; ++c) {
      line += padded_left(grid.header[c], widths[c] + gap_before(c));
    }
    out += paint.quiet(line);
    out += '\n';
  }
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    out += spaces(indent);
    if (label_width > 0) out += paint.quiet(padded_right(grid.labels[r], label_width));
    for (std::size_t c = first; c < last; ++c) {
      add_right(out, grid.rows[r][c], widths[c] + gap_before(c), paint);
    }
    out += '\n';
  }
}

/// How a table is laid out.
struct Layout {
  std::vector<int> widths;
  std::vector<bool> right;
  std::string_view between_languages;  ///< side by side, or on lines of their own
};

Layout lay_out(const std::vector<const std::vector<TableCell>*>& rows, std::string_view between) {
  constexpr int any = 10000;
  Layout layout{.widths = {}, .right = {}, .between_languages = between};
  for (std::size_t c = 0; c < rows.front()->size(); ++c) {
    int width = 0;
    bool numbers = rows.size() > 1;
    for (const auto* row : rows) {
      const std::string whole = joined((*row)[c].lines, between);
      for (const std::string_view line : wrap(whole, any)) {
        width = std::max(width, display_width(line));
      }
      numbers = numbers && (row == rows.front() || (*row)[c].is_number);
    }
    layout.widths.push_back(width);
    layout.right.push_back(numbers);
  }
  return layout;
}

int total_width(const std::vector<int>& widths) {
  return std::accumulate(widths.begin(), widths.end(), gap * (static_cast<int>(widths.size()) - 1));
}

/// Makes columns narrower, always the widest, until the table fits.
void fit(std::vector<int>& widths, int room) {
  constexpr int narrowest = 8;
  for (;;) {
    const int excess = total_width(widths) - room;
    const auto widest_column = std::max_element(widths.begin(), widths.end());
    if (excess <= 0 || *widest_column <= narrowest) return;
    *widest_column = std::max({narrowest, *widest_column - excess, *widest_column / 2});
  }
}

/// A row whose cells may take several lines.
std::string draw_row(const std::vector<TableCell>& cells, const Layout& layout, int indent) {
  std::vector<std::string> wholes;
  for (const TableCell& cell : cells) {
    wholes.push_back(joined(cell.lines, layout.between_languages));
  }
  std::vector<std::vector<std::string_view>> lines;
  std::size_t height = 1;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    lines.push_back(wrap(wholes[c], std::max(2, layout.widths[c])));
    height = std::max(height, lines.back().size());
  }
  std::string out;
  for (std::size_t line = 0; line < height; ++line) {
    std::string text = spaces(indent);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string_view part = line < lines[c].size() ? lines[c][line] : "";
      if (c > 0) text += spaces(gap);
      text += layout.right[c] ? padded_left(part, layout.widths[c])
                              : padded_right(part, layout.widths[c]);
    }
    out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace

std::string draw(const Grid& grid, int indent, int width, const Paint& paint) {
  const int label_width = widest(grid.labels);
  std::vector<int> widths;
  for (std::size_t c = 0; c < grid.header.size(); ++c) {
    int column = display_width(grid.header[c]);
    for (const auto& row : grid.rows) column = std::max(column, display_width(row[c]));
    widths.push_back(column);
  }
  std::string out;
  for (std::size_t first = 0; first < widths.size();) {
    std::size_t last = first;
    int used = indent + label_width;
    do {
      used += gap + widths[last++];
    } while (last < widths.size() && used + gap + widths[last] <= width);
    draw_columns(grid, first, last, widths, indent, label_width, paint, out);
    first = last;
  }
  return out;
}

std::string draw_table(const std::vector<TableCell>& header,
                       const std::vector<std::vector<TableCell>>& rows, int indent, int width,
                       const Paint& paint) {
  std::vector<const std::vector<TableCell>*> all = {&header};
  for (const auto& row : rows) all.push_back(&row);
  Layout layout = lay_out(all, " · ");
  if (total_width(layout.widths) > width - indent) layout = lay_out(all, "\n");
  fit(layout.widths, width - indent);

  std::string head = draw_row(header, layout, indent);
  head.pop_back();
  std::string out = paint.quiet(head) + "\n";
  for (const auto& row : rows) out += draw_row(row, layout, indent);
  return out;
}

}  // namespace attn
