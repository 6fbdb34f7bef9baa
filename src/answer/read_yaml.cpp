#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "answer/bracket_array.h"
#include "answer/scan.h"

namespace attn {
namespace {

std::string_view yaml_line(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool is_list_dash(std::string_view line, std::size_t at) {
  return at < line.size() && line[at] == '-' && (at + 1 == line.size() || line[at + 1] == ' ');
}

/// Whether a text is YAML with lists: every line is `- …` or `name:`, and some are the former.
bool is_yaml(std::string_view text) {
  bool has_dashes = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = trimmed(yaml_line(text, at));
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (line.empty() || line == "---" || line.starts_with('#')) continue;
    if (is_list_dash(line, 0)) {
      has_dashes = true;
    } else if (!is_name(line.substr(0, line.find(':'))) || line.find(':') == line.npos) {
      return false;
    }
  }
  return has_dashes;
}

/// Reads the lists of YAML, whose nesting is told by the columns of their dashes.
class YamlReader {
 public:
  explicit YamlReader(const Source& source) : source_(source), text_(source.text) {}

  std::vector<Answer> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::string_view whole = yaml_line(text_, at);
      const std::string_view line = whole.substr(0, whole.find(" #"));
      const std::size_t first = line.find_first_not_of(" \r");
      if (first != std::string_view::npos && line != "---" && line[first] != '#') {
        if (is_list_dash(line, first)) {
          item(line, first, at);
        } else {
          key(line, at);
        }
      }
      at += whole.size() + 1;
    }
    finish(text_.size());
    return std::move(answers_);
  }

 private:
  void key(std::string_view line, std::size_t offset) {
    finish(offset);
    const std::size_t colon = line.find(':');
    const std::string_view name = trimmed(line.substr(0, colon));
    std::size_t value = colon + 1;
    while (value < line.size() && line[value] == ' ') ++value;
    if (name == "dtype") dtype_ = dtype_in(line.substr(value));
    if (value < line.size() && line[value] == '[') {
      BracketArray array(source_, offset + value);
      Answer answer = array.read();
      if (name == "shape" || name == "size") {
        shape_ = std::move(answer.readings);
      } else {
        answer.name = name;
        keep(source_, offset, std::move(answer), answers_);
      }
    }
    const bool is_data = name == "data" || (name == "values" && !shape_.empty());
    if (!is_data) name_ = name == "shape" || name == "dtype" ? name_ : std::string(name);
  }

  /// "- - 0.5": opens a list for each dash that stands further right than the lists that are open.
  void item(std::string_view line, std::size_t column, std::size_t offset) {
    if (!numbers_) numbers_.emplace(source_);
    while (!columns_.empty() && columns_.back() > column) {
      numbers_->close(offset + column);
      columns_.pop_back();
    }
    while (is_list_dash(line, column)) {
      if (columns_.empty() || columns_.back() < column) {
        numbers_->open(offset + column);
        columns_.push_back(column);
      }
      ++column;
      while (column < line.size() && line[column] == ' ') ++column;
    }
    if (trimmed(line.substr(std::min(column, line.size()))).empty()) return;
    line[column] == '[' ? flow(offset + column) : number(line, column, offset);
  }

  void number(std::string_view line, std::size_t column, std::size_t offset) {
    std::size_t at = offset + column;
    const std::string_view word = line.substr(column);
    const bool has_point = word.starts_with(".i") || word.starts_with(".n") ||
                           word.starts_with(".I") || word.starts_with(".N");
    if (has_point) ++at;
    std::optional<Reading> reading = scan_value(source_, at);
    if (word.starts_with("-.inf")) {
      reading = Reading{.value = -std::numeric_limits<double>::infinity()};
      at = offset + column + 5;
    }
    if (!reading || !trimmed(line.substr(at - offset)).empty()) fail(line, column, offset);
    reading->offset = static_cast<std::uint32_t>(offset + column);
    numbers_->add(*reading);
  }

  /// - [0.1, 0.2]
  void flow(std::size_t offset) {
    BracketArray array(source_, offset);
    const Answer row = array.read();
    if (row.shape.rank() != 1) fail(text_.substr(offset, 20), 0, offset);
    numbers_->open(offset);
    for (const Reading& reading : row.readings) numbers_->add(reading);
    numbers_->close(offset);
  }

  void finish(std::size_t offset) {
    if (!numbers_) return;
    for (; !columns_.empty(); columns_.pop_back()) numbers_->close(offset);
    Answer answer = numbers_->take();
    numbers_.reset();
    answer.name = std::exchange(name_, "");
    answer.dtype = std::exchange(dtype_, "");
    Shape told;
    for (const Reading& size : std::exchange(shape_, {})) {
      if (size.value >= 1 && size.value < 1e6 && told.rank() < Dims::max_rank) {
        told.push_back(static_cast<Size>(size.value));
      }
    }
    const bool is_flat = answer.shape.rank() == 1 && told.rank() > 1;
    if (is_flat && is_shape_of(told, answer.shape[0])) answer.shape = told;
    keep(source_, offset, std::move(answer), answers_);
  }

  [[noreturn]] void fail(std::string_view line, std::size_t column, std::size_t offset) const {
    const std::string_view word = beginning(trimmed(line.substr(column)));
    source_.fail(offset + column,
                 {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
                  formatted("expected a number, got \"{}\"", word)},
                 {"텐서의 출력만 남기십시오", "leave nothing but the printed tensors"});
  }

  const Source& source_;
  std::string_view text_;
  std::vector<Answer> answers_{};
  std::optional<NestedNumbers> numbers_{};
  std::vector<std::size_t> columns_{};  // of the dashes whose lists are open
  std::string name_{}, dtype_{};
  std::vector<Reading> shape_{};
};

}  // namespace

std::vector<Answer> read_yaml(const Source& source) {
  return is_yaml(source.text) ? YamlReader(source).read() : std::vector<Answer>{};
}

}  // namespace attn
