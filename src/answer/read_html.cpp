#include <algorithm>
#include <utility>

#include "answer/scan.h"
#include "answer/table_builder.h"

namespace attn {
namespace {

/// Reads the tables of HTML, as pandas.to_html and notebooks write them. Cells that head rows and
/// columns (<th>) are no numbers.
class HtmlReader {
 public:
  explicit HtmlReader(const Source& source) : source_(source), text_(source.text), table_(source) {}

  std::vector<Answer> read() {
    for (std::size_t at = 0; (at = text_.find('<', at)) != std::string_view::npos;) {
      const std::size_t end = std::min(text_.find('>', at), text_.size());
      tag(text_.substr(at + 1, end - at - 1), at, std::min(end + 1, text_.size()));
      at = end;
    }
    end_row(text_.size());
    table_.finish(text_.size());
    return table_.take();
  }

 private:
  static bool is(std::string_view tag, std::string_view name) {
    return tag.starts_with(name) &&
           (tag.size() == name.size() || tag[name.size()] == ' ' || tag[name.size()] == '\n');
  }

  void tag(std::string_view tag, std::size_t start, std::size_t behind) {
    if (is(tag, "td")) {
      cell_ = behind;
    } else if (is(tag, "/td") && cell_ > 0) {
      cell(start);
    } else if (is(tag, "tr") || is(tag, "/tr")) {
      end_row(start);
    } else if (is(tag, "/table")) {
      end_row(start);
      table_.finish(start);
    } else if (cell_ == start) {
      cell_ = behind;  // <td><b>0.5
    }
  }

  void cell(std::size_t end) {
    std::string_view text = text_.substr(cell_, end - cell_);
    text = text.substr(0, text.find('<'));  // 0.5</b></td>
    const std::size_t first = std::min(text.find_first_not_of(" \n\t\r"), text.size());
    cells_.push_back({trimmed(text), cell_ + first});
    cell_ = 0;
    if (cells_.size() > max_answer_numbers) fail_too_many_numbers(source_, end);
  }

  /// A row of numbers, with a word in front if it likes.
  void end_row(std::size_t offset) {
    std::vector<Field> cells = std::exchange(cells_, {});
    if (cells.empty()) return;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text == "..." || cells[i].text == "…") {
        fail_summarised(source_, cells[i].offset);
      }
      if (!number_in(source_, cells[i]) && i > 0) return table_.finish(offset);
    }
    if (cells.size() == 1 && !number_in(source_, cells[0])) return table_.finish(offset);
    table_.row(std::move(cells), offset);
  }

  const Source& source_;
  std::string_view text_;
  TableBuilder table_;
  std::vector<Field> cells_{};
  std::size_t cell_ = 0;  // where the text of the cell starts that is open; 0: none is
};

}  // namespace

std::vector<Answer> read_html(const Source& source) {
  const bool is_html = source.text.find("<td") != std::string_view::npos;
  return is_html ? HtmlReader(source).read() : std::vector<Answer>{};
}

}  // namespace attn
