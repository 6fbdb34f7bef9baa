#include "render/plot.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "render/grid.h"
#include "render/width.h"

namespace attn {
namespace {

// A braille character has two columns of four dots.
constexpr int dots_across = 2;
constexpr int dots_down = 4;

/// The bit of each dot in U+2800 + bits, by row and column (The Unicode Standard, 15.1,
/// chapter 21.1).
constexpr unsigned bits[dots_down][dots_across] = {
    {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

/// How the dots of a curve follow each other: `on` of them, then `off` places without.
struct Dashes {
  int on, off;
  bool operator()(int place) const { return place % (on + off) < on; }
};
constexpr Dashes dashes[] = {{1, 0}, {1, 2}, {5, 3}, {2, 2}};

Dashes dashes_of(std::size_t curve) {
  return dashes[curve % std::size(dashes)];
}

std::string braille(unsigned pattern) {
  std::string text = "\xE2\xA0\x80";
  text[1] = static_cast<char>(0xA0 + (pattern >> 6U));
  text[2] = static_cast<char>(0x80 + (pattern & 0x3FU));
  return text;
}

/// 1, 2 or 5 times a power of ten: the smallest that is not below `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

/// The numbers that an axis goes through, and those that are written beside it.
struct Range {
  double low, high;
  double step;  ///< between written numbers

  /// From the smallest to the largest of the tensors' numbers, a little rounded, so that the last
  /// bit of a number moves no dot.
  Range(const std::vector<Tensor>& tensors, int most_numbers) {
    low = std::numeric_limits<double>::infinity();
    high = -low;
    for (const Tensor& tensor : tensors) {
      for (const float value : tensor.values()) {
        if (!std::isfinite(value)) continue;
        low = std::min<double>(low, value);
        high = std::max<double>(high, value);
      }
    }
    if (!(low <= high)) low = high = 0;
    if (low == high) {
      const double around = low == 0 ? 1 : std::abs(low) / 2;
      low -= around;
      high += around;
    }
    step = round_step((high - low) / most_numbers);
    const double unit = step / 50;
    low = std::floor(low / unit + 1e-4) * unit;
    high = std::ceil(high / unit - 1e-4) * unit;
  }

  /// Which of `count` places from low to high is the nearest.
  int place(double value, int count) const {
    return static_cast<int>(std::floor((value - low) / (high - low) * (count - 1) + 0.5 + 1e-6));
  }
  std::vector<double> numbers() const {
    std::vector<double> numbers;
    const double first = std::ceil(low / step - 1e-6);
    for (double i = first; i * step <= high + 1e-6 * step; ++i) numbers.push_back(i * step);
    return numbers;
  }
  std::string written(double value) const {
    if (std::abs(value) < step / 2) return "0";
    if (step < 1e-5 || std::max(std::abs(low), std::abs(high)) >= 1e6) {
      return formatted("{:.3g}", value);
    }
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    return formatted("{:.{}f}", value, decimals);
  }
  bool holds_zero() const { return low < -step / 100 && high > step / 100; }
};

/// A field of dots, a character for every eight.
class Dots {
 public:
  Dots(int columns, int rows)
      : columns_(columns),
        rows_(rows),
        cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

  int across() const { return columns_ * dots_across; }
  int down() const { return rows_ * dots_down; }

  void set(int x, int y, std::size_t curve) {
    Cell& cell = at(x / dots_across, y / dots_down);
    if (cell.pattern == 0) cell.curve = curve;
    cell.pattern |= bits[y % dots_down][x % dots_across];
  }
  /// What a character shows; nothing if no curve goes through it.
  std::optional<std::string> shown(int column, int row, const Paint& paint) {
    const Cell& cell = at(column, row);
    if (cell.pattern == 0) return {};
    return paint.curve(cell.curve, braille(cell.pattern));
  }

 private:
  struct Cell {
    unsigned pattern = 0;
    std::size_t curve = 0;  ///< the first that goes through it: its colour
  };
  Cell& at(int column, int row) {
    return cells_[static_cast<std::size_t>(row * columns_ + column)];
  }

  int columns_, rows_;
  std::vector<Cell> cells_;
};

/// Draws a curve point by point, and the lines between them.
void draw_curve(const Tensor& x, const Tensor& y, const Range& x_range, const Range& y_range,
                std::size_t curve, Dots& dots) {
  struct Point {
    int x, y;
  };
  Point last{0, 0};
  bool goes_on = false;
  int place = 0;
  const auto dot = [&](int at_x, int at_y) {
    if (dashes_of(curve)(place++)) dots.set(at_x, at_y, curve);
  };
  for (Size i = 0; i < x.numel(); ++i) {
    if (!std::isfinite(x.at({i})) || !std::isfinite(y.at({i}))) {
      goes_on = false;
      continue;
    }
    const Point point{x_range.place(x.at({i}), dots.across()),
                      dots.down() - 1 - y_range.place(y.at({i}), dots.down())};
    if (!goes_on) dot(point.x, point.y);
    const Point from = goes_on ? last : point;
    const int steps = std::max(std::abs(point.x - from.x), std::abs(point.y - from.y));
    for (int k = 1; k <= steps; ++k) {
      dot(from.x + (2 * (point.x - from.x) * k + steps) / (2 * steps),
          from.y + static_cast<int>(
                       std::floor(static_cast<double>(point.y - from.y) * k / steps + 0.5)));
    }
    last = point;
    goes_on = true;
  }
}

/// The names of the curves, each behind a piece of it; as many on a line as fit.
std::string legend(const std::vector<Tensor>& series, int indent, int width, const Paint& paint) {
  constexpr int sample = 4;
  std::string out;
  int used = width;
  for (std::size_t curve = 0; curve < series.size(); ++curve) {
    Dots line(sample, 1);
    for (int x = 0; x < line.across(); ++x) {
      if (dashes_of(curve)(x)) line.set(x, 1, curve);
    }
    const std::string name = shortened(series[curve].name(), width - indent - sample - 1);
    const int size = sample + 1 + display_width(name);
    if (used + 3 + size > width) {
      out += (out.empty() ? "" : "\n") + spaces(indent);
      used = indent;
    } else {
      out += spaces(3);
      used += 3;
    }
    for (int x = 0; x < sample; ++x) out += line.shown(x, 0, paint).value_or(" ");
    out += " " + name;
    used += size;
  }
  return out + "\n";
}

/// The line below the curves: numbers under their places, as many as do not run into each other.
std::string numbers_below(const Range& range, int columns, int indent) {
  std::string line = spaces(indent + columns);
  int free_from = 0;
  for (const double number : range.numbers()) {
    const std::string text = range.written(number);
    const auto size = static_cast<int>(text.size());
    const int middle = indent + range.place(number, columns * dots_across) / dots_across;
    const int start = std::max(0, middle - (number < 0 ? size : size - 1) / 2);
    if (start < free_from) continue;
    if (static_cast<int>(line.size()) < start + size)
      line.resize(static_cast<std::size_t>(start + size), ' ');
    line.replace(static_cast<std::size_t>(start), text.size(), text);
    free_from = start + size + 1;
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

std::string draw_plot(const block::Plot& plot, int width, const Paint& paint) {
  constexpr int indent = 2;
  const int rows = std::clamp(width / 6, 9, 14);
  const Range y(plot.series, 5);
  std::vector<std::string> beside(static_cast<std::size_t>(rows));
  int label_width = 0;
  for (const double number : y.numbers()) {
    const int row = rows - 1 - y.place(number, rows * dots_down) / dots_down;
    beside[static_cast<std::size_t>(row)] = y.written(number);
    label_width = std::max(label_width, static_cast<int>(y.written(number).size()));
  }
  const std::string name = shortened(plot.x.name(), widest_name);
  const int left = indent + label_width + 2;  // a blank, and the axis
  // Room for half of a number below the last column, and for the name of the axis.
  const int columns = width - left - std::max(3, 1 + display_width(name));
  const Range x({plot.x}, std::max(2, columns / 10));

  Dots dots(columns, rows);
  for (std::size_t curve = 0; curve < plot.series.size(); ++curve) {
    draw_curve(plot.x, plot.series[curve], x, y, curve, dots);
  }
  const int zero_row = y.holds_zero() ? rows - 1 - y.place(0, rows * dots_down) / dots_down : -1;
  const int zero_column = x.holds_zero() ? x.place(0, dots.across()) / dots_across : -1;

  std::string out = legend(plot.series, left, width, paint);
  for (int row = 0; row < rows; ++row) {
    const std::string& number = beside[static_cast<std::size_t>(row)];
    std::string line = padded_left(number, left - 2) + (number.empty() ? " │" : " ┤");
    std::string blanks;  // written only if something follows
    for (int column = 0; column < columns; ++column) {
      std::optional<std::string> shown = dots.shown(column, row, paint);
      if (!shown && row == zero_row) shown = paint.quiet(column == zero_column ? "┼" : "┄");
      if (!shown && column == zero_column) shown = paint.quiet("┊");
      if (!shown) {
        blanks += ' ';
        continue;
      }
      line += blanks + *shown;
      blanks.clear();
    }
    out += line + "\n";
  }
  std::string axis;
  for (int column = 0; column < columns; ++column) axis += "─";
  for (const double number : x.numbers()) {
    const int column = x.place(number, dots.across()) / dots_across;
    axis.replace(static_cast<std::size_t>(column) * 3, 3, "┬");
  }
  out += spaces(left - 1) + "└" + axis + " " + name + "\n";
  return out + numbers_below(x, columns, left) + "\n";
}

}  // namespace attn
