#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/text.h"
#include "tensor/dims.h"

/// Writes one tensor in the forms in which programs of all kinds print it.

namespace attn::forms {

/// A tensor as a test has it: numbers with four decimals, or -inf.
struct Example {
  std::string name;
  Shape shape;
  std::vector<double> values;

  Size rows() const { return shape.rank() < 2 ? 1 : shape[shape.rank() - 2]; }
  Size columns() const { return shape.rank() < 1 ? 1 : shape[shape.rank() - 1]; }
  Size slices() const { return shape.product() / (rows() * columns()); }
  double at(Size row, Size column) const {
    return values[static_cast<std::size_t>(row * columns() + column)];
  }
};

using Spell = std::function<std::string(double)>;

/// How the numbers are written.
struct Precision {
  int decimals = 4;
  bool cuts_off = false;  ///< instead of rounding
};
inline Precision precision;

inline std::string fixed(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (!precision.cuts_off) return formatted("{:.{}f}", value, precision.decimals);
  const std::string all = formatted("{:.30f}", value);
  return all.substr(0, all.find('.') + 1 + static_cast<std::size_t>(precision.decimals));
}
/// The spelling of infinity of other languages.
inline Spell with_infinity(std::string_view word) {
  return [=](double value) { return std::isinf(value) ? "-" + std::string(word) : fixed(value); };
}

inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// `prefix` in front of every line.
inline std::string prefixed(const std::string& text, std::string_view prefix) {
  return std::string(prefix) + replaced(text, "\n", "\n" + std::string(prefix));
}

struct Brackets {
  std::string open = "[", close = "]", comma = ", ", row_break = ",\n ";
  Spell spell = fixed;
};

/// Nested brackets, as many as the tensor has axes.
inline std::string nested(const Example& x, const Brackets& style, int axis = 0, Size start = 0) {
  if (axis == x.shape.rank()) return style.spell(x.values[static_cast<std::size_t>(start)]);
  Size step = 1;
  for (int k = axis + 1; k < x.shape.rank(); ++k) step *= x.shape[k];
  std::string text = style.open;
  const bool is_row = axis + 1 == x.shape.rank();
  for (Size i = 0; i < x.shape[axis]; ++i) {
    if (i > 0) text += is_row ? style.comma : style.row_break;
    text += nested(x, style, axis + 1, start + i * step);
  }
  return text + style.close;
}

struct Rows {
  std::string before{}, between = "  ", after{};
  Spell spell = fixed;
  std::function<std::string(Size)> label = [](Size) { return std::string(); };
};

inline std::string row(const Example& x, Size i, const Rows& style) {
  std::string line = style.before + style.label(i);
  for (Size j = 0; j < x.columns(); ++j) {
    line += (j > 0 ? style.between : "") + style.spell(x.at(i, j));
  }
  return line + style.after + "\n";
}

/// The rows `first` to `last` of a tensor, its slices one below the other.
inline std::string rows(const Example& x, const Rows& style, Size first, Size last) {
  std::string text;
  for (Size i = first; i < last; ++i) text += row(x, i, style);
  return text;
}
inline std::string rows(const Example& x, const Rows& style) {
  return rows(x, style, 0, x.slices() * x.rows());
}

/// Numbers from `first` on, one for each column.
inline std::string numbers_of_columns(const Example& x, std::string_view between, Size first = 0) {
  std::string line;
  for (Size j = 0; j < x.columns(); ++j) {
    line += (j > 0 ? std::string(between) : "") + formatted("{}", j + first);
  }
  return line;
}

inline std::string tensor(const Example& x) {
  return "tensor(" + nested(x, {.row_break = ",\n        "}) + ")";
}

inline std::string sizes(const Example& x, std::string_view between) {
  std::string text;
  for (int axis = 0; axis < x.shape.rank(); ++axis) {
    text += (axis > 0 ? std::string(between) : "") + formatted("{}", x.shape[axis]);
  }
  return text;
}

/// Text in UTF-16, the low byte first or last.
inline std::string utf16(const std::string& ascii, bool low_first, bool with_mark) {
  std::string bytes = !with_mark ? "" : low_first ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) bytes += low_first ? std::string{c, '\0'} : std::string{'\0', c};
  return bytes;
}

/// ASCII as the full-width characters of East Asian input.
inline std::string full_width(const std::string& ascii) {
  std::string text;
  for (const char c : ascii) {
    if (c <= ' ') {
      text += c;
      continue;
    }
    const unsigned code = 0xFF00U + static_cast<unsigned char>(c) - 0x20U;
    text +=
        {static_cast<char>(0xE0U | code >> 12U), static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
         static_cast<char>(0x80U | (code & 0x3FU))};
  }
  return text;
}

}  // namespace attn::forms
