#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "answer/scan.h"

namespace attn {
namespace {

struct Line {
  std::string_view text;
  std::size_t offset;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back({text.substr(start, end - start), start});
    start = end + 1;
  }
  return lines;
}

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
  if (!shape || (shape->rank() > 0 && !rest.empty())) return {};
  return Heading{line.substr(0, blank), *shape, rest};
}

/// Reads the tensors off a page as it is printed.
class PageReader {
 public:
  explicit PageReader(const Source& source) : source_(source), lines_(lines_of(source.text)) {}

  std::vector<Answer> read() {
    std::vector<Answer> answers;
    std::string step;
    for (at_ = 0; at_ < lines_.size();) {
      const std::string_view line = lines_[at_].text;
      if (is_rule(at_ + 1)) step = std::string(line.substr(0, line.find(' ')));
      const std::optional<Heading> heading = parse_heading(line);
      ++at_;
      if (!heading) continue;
      Answer answer{.name = std::string(heading->name), .step = step, .shape = heading->shape};
      if (heading->shape.rank() == 0) {
        auto at = static_cast<std::size_t>(heading->rest.data() - source_.text.data());
        if (const auto reading = scan_number(source_, at)) answer.readings.push_back(*reading);
      } else {
        slices(answer);
      }
      if (std::cmp_equal(answer.readings.size(), answer.shape.product())) {
        answers.push_back(std::move(answer));
      } else {
        fail_incomplete(*heading, answer.readings.size());
      }
    }
    return answers;
  }

 private:
  bool is_rule(std::size_t line) const {
    return line < lines_.size() && lines_[line].text.starts_with("────");
  }

  bool is_slice(std::string_view line) const {
    return line.starts_with("    [") && trimmed(line).ends_with(']');
  }

  /// The lines that belong to the tensor are indented deeper than its heading; an arrow, which is
  /// too, starts with a bar.
  bool goes_on() const {
    if (at_ >= lines_.size()) return false;
    const std::string_view line = lines_[at_].text;
    return line.starts_with("    ") && !trimmed(line).empty() && !trimmed(line).starts_with("│") &&
           !trimmed(line).starts_with("▼");
  }

  void slices(Answer& answer) {
    if (answer.shape.rank() <= 2) return slice(answer);
    while (goes_on() && is_slice(lines_[at_].text)) {
      ++at_;
      slice(answer);
    }
  }

  /// One matrix: a line of column names if there are any, and the rows; columns that did not fit
  /// are continued below, under their names.
  void slice(Answer& answer) {
    const int rank = answer.shape.rank();
    const Size rows = rank == 1 ? 1 : answer.shape[rank - 2];
    const Size columns = answer.shape[rank - 1];
    const std::size_t first = at_;
    while (goes_on() && !is_slice(lines_[at_].text)) ++at_;
    const auto lines = static_cast<Size>(at_ - first);
    const Size lines_of_part = lines == rows ? rows : rows + 1;
    if (lines == 0 || lines % lines_of_part != 0) return;
    const Size parts = lines / lines_of_part;

    std::vector<std::vector<Reading>> matrix(static_cast<std::size_t>(rows));
    for (Size part = 0; part < parts; ++part) {
      const Size part_end = static_cast<Size>(first) + (part + 1) * lines_of_part;
      std::vector<std::vector<Reading>> numbers;
      std::size_t width = max_answer_numbers;
      for (Size line = part_end - rows; line < part_end; ++line) {
        numbers.push_back(numbers_at_end(lines_[static_cast<std::size_t>(line)]));
        width = std::min(width, numbers.back().size());
      }
      if (parts == 1) width = std::min(width, static_cast<std::size_t>(columns));
      for (std::size_t row = 0; row < matrix.size(); ++row) {
        const auto begin = numbers[row].end() - static_cast<std::ptrdiff_t>(width);
        matrix[row].insert(matrix[row].end(), begin, numbers[row].end());
      }
    }
    for (const std::vector<Reading>& row : matrix) {
      answer.readings.insert(answer.readings.end(), row.begin(), row.end());
    }
  }

  std::vector<Reading> numbers_at_end(const Line& line) const {
    std::vector<Reading> numbers;
    for (std::size_t end = line.text.size(); end > 0;) {
      const std::size_t last = line.text.find_last_not_of(' ', end - 1);
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
  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Answer> read_page_text(const Source& source) {
  return PageReader(source).read();
}

}  // namespace attn
