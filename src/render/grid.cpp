#include "render/grid.h"

#include <algorithm>
#include <cstddef>

#include "lesson/text.h"
#include "render/width.h"

namespace attn {
namespace {

constexpr int gap = 2;

/// A shade for a level of heat.
std::string_view shade_of(const Heat& heat) {
  constexpr std::string_view shades[] = {" ", "░", "▒", "▓", "█"};
  return shades[(heat.level + 1) / 2];
}

/// Adds `cell` at the right end of a column `width` wide, of which `before` are a gap.
void add_right(std::string& out, const GridCell& cell, int width, int before, const Paint& paint) {
  const int padding = width - display_width(cell.text);
  const HeatStyle heat = cell.heat ? paint.heat() : HeatStyle::none;
  const bool is_bare = heat == HeatStyle::none || (cell.heat->level == 0 && cell.is_quiet);
  if (is_bare) {
    out += spaces(padding) + (cell.is_quiet ? paint.quiet(cell.text) : cell.text);
  } else if (heat == HeatStyle::shades) {
    out += padding > 0 ? spaces(padding - 1) + std::string(shade_of(*cell.heat)) : "";
    out += cell.text;
  } else {
    const int between = std::min(before, 1);  // neighbours do not touch
    out += spaces(between) + paint.cell(*cell.heat, spaces(padding - between) + cell.text);
  }
}

int widest(const std::vector<std::string>& cells) {
  int width = 0;
  for (const std::string& cell : cells) width = std::max(width, display_width(cell));
  return width;
}

std::vector<int> widths_of_columns(const Grid& grid) {
  std::vector<int> widths;
  for (std::size_t c = 0; c < grid.header.size(); ++c) {
    int column = display_width(grid.header[c]);
    for (const auto& row : grid.rows) column = std::max(column, display_width(row[c].text));
    widths.push_back(column);
  }
  return widths;
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
      add_right(out, grid.rows[r][c], widths[c] + gap_before(c), gap_before(c), paint);
    }
    out += '\n';
  }
}

/// How wide a column of a table is.
struct Column {
  int width;      ///< as laid out
  int whole;      ///< of the longest cell
  int word;       ///< of the longest word
  int least;      ///< to which it may be narrowed at worst
  bool is_right;  ///< numbers under their heading
};

/// How a table is laid out.
struct Layout {
  std::vector<Column> columns;
  std::string_view between_languages;  ///< side by side, or on lines of their own
};

/// The widest of the parts that lie between the given characters.
int widest_part(std::string_view text, std::string_view between) {
  int width = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(between), text.size());
    width = std::max(width, display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return width;
}

Layout lay_out(const std::vector<const std::vector<TableCell>*>& rows, std::string_view between) {
  constexpr int narrowest = 8;
  Layout layout{.columns = {}, .between_languages = between};
  for (std::size_t c = 0; c < rows.front()->size(); ++c) {
    Column column{.width = 0, .whole = 0, .word = 0, .least = 0, .is_right = rows.size() > 1};
    for (const auto* row : rows) {
      const TableCell& cell = (*row)[c];
      const std::string text = joined(cell.lines, between);
      const int whole = widest_part(text, "\n");
      const int word = widest_part(text, " \n");
      column.whole = std::max(column.whole, whole);
      column.word = std::max(column.word, word);
      column.least = std::max(column.least, cell.is_number ? whole : std::min(word, narrowest));
      column.is_right = column.is_right && (row == rows.front() || cell.is_number);
    }
    column.width = column.whole;
    layout.columns.push_back(column);
  }
  return layout;
}

int total(const std::vector<Column>& columns, int Column::*width) {
  int sum = gap * (static_cast<int>(columns.size()) - 1);
  for (const Column& column : columns) sum += column.*width;
  return sum;
}

/// Makes columns narrower, always the widest that is wider than `limit` says, until the table fits.
void narrow(std::vector<Column>& columns, int room, int Column::*limit) {
  for (;;) {
    const int excess = total(columns, &Column::width) - room;
    Column* widest = nullptr;
    for (Column& column : columns) {
      const bool may_shrink = column.width > column.*limit;
      if (may_shrink && (!widest || column.width > widest->width)) widest = &column;
    }
    if (excess <= 0 || !widest) return;
    widest->width = std::max({widest->*limit, widest->width - excess, widest->width / 2});
  }
}

/// How many columns there is room for at their narrowest, but never less than two of them.
std::size_t columns_that_fit(const std::vector<Column>& columns, int room) {
  std::size_t count = 0;
  int used = -gap;
  while (count < columns.size()) {
    used += gap + columns[count].least;
    if (used > room && count >= 2) break;
    ++count;
  }
  return count;
}

/// The first cell, and those from `first` on, up to `last`.
std::vector<TableCell> part_of(const std::vector<TableCell>& row, std::size_t first,
                               std::size_t last) {
  std::vector<TableCell> part = {row[0]};
  const auto at = [&](std::size_t i) { return row.begin() + static_cast<std::ptrdiff_t>(i); };
  part.insert(part.end(), at(first), at(last));
  return part;
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
    lines.push_back(wrap(wholes[c], std::max(2, layout.columns[c].width)));
    height = std::max(height, lines.back().size());
  }
  std::string out;
  for (std::size_t line = 0; line < height; ++line) {
    std::string text = spaces(indent);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string_view part = line < lines[c].size() ? lines[c][line] : "";
      if (c > 0) text += spaces(gap);
      const Column& column = layout.columns[c];
      text += column.is_right ? padded_left(part, column.width) : padded_right(part, column.width);
    }
    out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace

int width_of_labels(const Grid& grid) {
  const int width = widest(grid.labels);
  return width > 0 ? width + gap : 0;
}

int width_of_cells(const Grid& grid) {
  int width = -gap;
  for (const int column : widths_of_columns(grid)) width += gap + column;
  return width;
}

void add_beside(Grid& grid, const Grid& other, int apart) {
  grid.header.emplace_back();  // a column of blanks, which has its gaps, too
  grid.header.insert(grid.header.end(), other.header.begin(), other.header.end());
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    std::vector<GridCell>& row = grid.rows[r];
    row.push_back({.text = spaces(apart - 2 * gap)});
    row.insert(row.end(), other.rows[r].begin(), other.rows[r].end());
  }
}

std::string draw(const Grid& grid, int indent, int width, const Paint& paint) {
  const int label_width = widest(grid.labels);
  const std::vector<int> widths = widths_of_columns(grid);
  std::string out;
  for (std::size_t first = 0; first < widths.size();) {
    std::size_t last = first;
    int used = indent + (label_width > 0 ? label_width : -gap);
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
  const int room = width - indent;
  std::vector<const std::vector<TableCell>*> all = {&header};
  for (const auto& row : rows) all.push_back(&row);
  Layout layout = lay_out(all, " · ");
  if (total(layout.columns, &Column::whole) > room) layout = lay_out(all, "\n");
  const std::size_t shown = columns_that_fit(layout.columns, room);
  if (shown < header.size()) {
    const auto part = [&](std::size_t first, std::size_t last) {
      std::vector<std::vector<TableCell>> cells;
      for (const auto& row : rows) cells.push_back(part_of(row, first, last));
      return draw_table(part_of(header, first, last), cells, indent, width, paint);
    };
    return part(1, shown) + part(shown, header.size());
  }
  narrow(layout.columns, room, &Column::word);
  narrow(layout.columns, room, &Column::least);

  std::string head = draw_row(header, layout, indent);
  head.pop_back();
  std::string out = paint.quiet(head) + "\n";
  for (const auto& row : rows) out += draw_row(row, layout, indent);
  return out;
}

}  // namespace attn
