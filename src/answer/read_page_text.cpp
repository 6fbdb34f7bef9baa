#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "answer/scan.h"
#include "answer/side_by_side.h"

namespace attn {
namespace {

struct Line {
  std::string_view text;
  std::size_t offset;
};

/// Goes through a text line by line.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) { find_end(); }

  bool at_end() const { return start_ >= text_.size(); }
  /// REQUIRES: !at_end(), as do the others.
  Line line() const { return {text_.substr(start_, end_ - start_), start_}; }
  void next() {
    start_ = end_ + 1;
    find_end();
  }

 private:
  void find_end() { end_ = std::min(text_.find('\n', start_), text_.size()); }

  std::string_view text_;
  std::size_t start_ = 0;
  std::size_t end_ = 0;
};

/// "(6,3)" as a shape; nothing if that is not what stands there.
std::optional<Shape> parse_shape(std::string_view text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return {};
  text = text.substr(1, text.size() - 2);
  Shape shape;
  while (!text.empty()) {
    Size size = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    constexpr auto most = static_cast<Size>(max_answer_numbers);
    if (error != std::errc() || size < 1 || size > most || shape.rank() == Dims::max_rank)
      return {};
    shape.push_back(size);
    if (shape.product() > most) return {};
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    if (text.empty()) break;
    if (text.front() != ',') return {};
    text.remove_prefix(1);
  }
  return shape;
}

struct Heading {
  std::string_view name;
  Shape shape;
  std::string_view rest;  ///< a scalar's value
};

/// "  attn_weights (6,6)", as above every tensor on a page.
std::optional<Heading> parse_heading(std::string_view line) {
  if (!line.starts_with("  ") || line.starts_with("   ")) return {};
  line = trimmed(line);
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !is_name(line.substr(0, blank))) return {};
  const std::string_view after = line.substr(blank + 1);
  const std::size_t close = after.find(')');
  if (close == std::string_view::npos) return {};
  const auto shape = parse_shape(after.substr(0, close + 1));
  const std::string_view rest = trimmed(after.substr(close + 1));
  if (!shape || (shape->rank() > 0) != rest.empty()) return {};
  return Heading{line.substr(0, blank), *shape, rest};
}

/// "3.14  안정적인 softmax", as above the rule of a page: the step's id.
std::string_view parse_id(std::string_view line) {
  const std::string_view word = line.substr(0, line.find("  "));
  const bool is_id = word.size() < 16 && word.find('.') != std::string_view::npos &&
                     word.find_first_not_of("0123456789.") == std::string_view::npos;
  return is_id ? word : "";
}

/// Reads the tensors off a page as it is printed.
class PageReader {
 public:
  explicit PageReader(const Source& source) : source_(source), lines_(source.text) {}

  std::vector<Answer> read() {
    std::vector<Answer> answers;
    std::string_view id;  // in a title, which may take several lines
    std::string step;
    while (!lines_.at_end()) {
      const auto [line, offset] = lines_.line();
      if (!parse_id(line).empty()) id = parse_id(line);
      if (line.starts_with("────")) step = std::exchange(id, "");
      const std::optional<Heading> heading = parse_heading(line);
      lines_.next();
      if (!heading) continue;
      // With nothing below it, it is the row of a table, or a line of prose.
      if (heading->shape.rank() > 0 && !goes_on(lines_)) continue;
      Answer answer{.name = std::string(heading->name), .step = step, .shape = heading->shape};
      if (heading->shape.rank() == 0) {
        auto at = static_cast<std::size_t>(heading->rest.data() - source_.text.data());
        if (const auto reading = scan_number(source_, at)) answer.readings.push_back(*reading);
      } else {
        slices(answer);
      }
      if (!std::cmp_equal(answer.readings.size(), answer.shape.product())) {
        fail_incomplete(*heading, answer.readings.size());
      }
      keep(source_, offset, std::move(answer), answers);
    }
    return answers;
  }

 private:
  /// "[0, 1]" above a matrix of a tensor with more axes, perhaps with names behind it.
  static bool is_slice(std::string_view line) {
    if (!line.starts_with("    [")) return false;
    const std::string_view inside = trimmed(line).substr(1);
    const std::size_t end = std::min(inside.find_first_not_of("0123456789, "), inside.size());
    const std::string_view after = inside.substr(end);
    return after == "]" || after.starts_with("]  ");
  }

  /// The lines that belong to the tensor are indented deeper than its heading; an arrow, which is
  /// too, starts with a bar.
  static bool goes_on(const Lines& lines) {
    if (lines.at_end()) return false;
    const std::string_view line = lines.line().text;
    if (!line.starts_with("    ")) return false;
    const std::string_view shown = trimmed(line);
    return !shown.empty() && !shown.starts_with("│") && !shown.starts_with("▼");
  }

  void slices(Answer& answer) {
    if (answer.shape.rank() <= 2) return matrix(answer);
    const auto cells = static_cast<std::size_t>(answer.shape.product());
    while (goes_on(lines_)) {
      const Line line = lines_.line();
      if (trimmed(line.text) == "…") {
        fail_summarised(source_, line.offset + line.text.find("…"));
      }
      const std::size_t before = answer.readings.size();
      if (!is_slice(line.text) || before >= cells) return;
      const Size count = matrices_below(line.text, answer.shape, before);
      lines_.next();
      matrix(answer, count);
      if (!take_apart(answer, before, count)) return;
    }
  }

  /// One matrix, or `count` side by side: a line of column names if there are any, and the rows;
  /// columns that did not fit are continued below, under their names.
  void matrix(Answer& answer, Size count = 1) {
    const int rank = answer.shape.rank();
    const bool is_slice_of_more = rank > 2;
    const Size rows = rank == 1 ? 1 : answer.shape[rank - 2];
    const Size columns = answer.shape[rank - 1] * count;
    const Lines first = lines_;
    const auto before = static_cast<Size>(answer.readings.size());
    Size lines = 0;
    for (; goes_on(lines_) && !(is_slice_of_more && is_slice(lines_.line().text)); lines_.next()) {
      ++lines;
    }
    if (lines == 0) return;
    // Without names, unless the columns are folded; even then if the first of them is narrow.
    if (lines == rows) return parts(first, 1, 0, rows, columns, answer);
    if (lines % (rows + 1) == 0) parts(first, lines / (rows + 1), 1, rows, columns, answer);
    if (!std::cmp_equal(answer.readings.size(), before + rows * columns) && lines % rows == 0) {
      answer.readings.resize(static_cast<std::size_t>(before));
      parts(first, lines / rows, 0, rows, columns, answer);
    }
    if (std::cmp_equal(answer.readings.size(), before)) refuse_summary(first, lines);
  }

  /// Refuses lines that leave out the middle: then there are fewer than there are rows.
  void refuse_summary(Lines line, Size count) const {
    for (; count > 0; --count, line.next()) {
      const std::size_t at = line.line().text.find(" …");
      if (at != std::string_view::npos) fail_summarised(source_, line.line().offset + at + 1);
    }
  }

  /// Reads the `count` parts that a matrix is folded into, each with `names` lines above its rows.
  void parts(const Lines& first, Size count, Size names, Size rows, Size columns,
             Answer& answer) const {
    // The names of rows may be numbers, too. But then every part has as many of them too many.
    Size surplus = -columns;
    Lines line = first;
    for (Size part = 0; part < count; ++part) {
      surplus += width_of_part(line, names, rows, columns);
    }
    const Size names_of_row = surplus > 0 && surplus % count == 0 ? surplus / count : 0;

    const auto start = static_cast<Size>(answer.readings.size());
    answer.readings.resize(static_cast<std::size_t>(start + rows * columns));
    Size filled = 0;
    line = first;
    for (Size part = 0; part < count && filled < columns; ++part) {
      Lines of_part = line;
      const Size width = std::clamp(width_of_part(line, names, rows, columns) - names_of_row,
                                    Size{0}, columns - filled);
      for (Size i = 0; i < names; ++i) of_part.next();
      for (Size row = 0; row < rows; ++row, of_part.next()) {
        const std::vector<Reading> numbers = numbers_at_end(of_part.line(), width);
        std::copy(numbers.begin(), numbers.end(),
                  answer.readings.begin() + start + row * columns + filled);
      }
      filled += width;
    }
    if (filled < columns) answer.readings.resize(static_cast<std::size_t>(start + rows * filled));
  }

  /// How many numbers end each line of the part at `line`, which is moved behind it.
  Size width_of_part(Lines& line, Size names, Size rows, Size columns) const {
    constexpr Size most_names_of_row = 16;
    Size width = columns + most_names_of_row;
    for (Size i = 0; i < names; ++i) line.next();
    for (Size row = 0; row < rows; ++row, line.next()) {
      width = std::min(width, static_cast<Size>(numbers_at_end(line.line(), width).size()));
    }
    return width;
  }

  /// The numbers that end a line, the last `most` of them.
  std::vector<Reading> numbers_at_end(const Line& line, Size most) const {
    std::vector<Reading> numbers;
    numbers.reserve(std::min(static_cast<std::size_t>(most), line.text.size() / 2 + 1));
    for (std::size_t end = line.text.size(); end > 0 && std::cmp_less(numbers.size(), most);) {
      const std::size_t last = line.text.find_last_not_of(" \r", end - 1);
      if (last == std::string_view::npos) break;
      const std::size_t start = line.text.rfind(' ', last) + 1;
      const std::string_view word = line.text.substr(start, last - start + 1);
      if (word == "…") fail_summarised(source_, line.offset + start);
      std::size_t at = line.offset + start;
      const auto number = scan_number(source_, at);
      if (!number || at != line.offset + last + 1) break;
      numbers.push_back(*number);
      if (start == 0) break;
      end = start;
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
  }

  [[noreturn]] void fail_incomplete(const Heading& heading, std::size_t found) const {
    source_.fail(static_cast<std::size_t>(heading.name.data() - source_.text.data()),
                 {formatted("{}에는 수가 {}개 있어야 하는데 {}개입니다", to_string(heading.shape),
                            heading.shape.product(), found),
                  formatted("{} should hold {} numbers, but {} are here", to_string(heading.shape),
                            heading.shape.product(), found)},
                 {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
  }

  const Source& source_;
  Lines lines_;
};

}  // namespace

bool is_page_text(const Source& source) {
  if (source.text.find("────") == std::string_view::npos) return false;
  std::string_view id;
  for (Lines lines(source.text); !lines.at_end(); lines.next()) {
    const std::string_view line = lines.line().text;
    if (line.starts_with("────") && !id.empty()) return true;
    if (!parse_id(line).empty()) id = parse_id(line);
  }
  return false;
}

std::vector<Answer> read_page_text(const Source& source) {
  return PageReader(source).read();
}

}  // namespace attn
