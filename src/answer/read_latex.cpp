#include <algorithm>
#include <array>
#include <string>

#include "answer/bracket_names.h"
#include "answer/scan.h"
#include "answer/table_builder.h"

namespace attn {
namespace {

/// The environments that hold a matrix between & and \\.
bool is_matrix(std::string_view name) {
  constexpr std::array<std::string_view, 9> names = {"matrix",      "pmatrix", "bmatrix",
                                                     "Bmatrix",     "vmatrix", "Vmatrix",
                                                     "smallmatrix", "array",   "tabular"};
  if (name.ends_with('*')) name.remove_suffix(1);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Reads matrices of LaTeX: `A = \begin{bmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{bmatrix}`.
class LatexReader {
 public:
  explicit LatexReader(const Source& source)
      : source_(source), text_(source.text), table_(source) {}

  std::vector<Answer> read() {
    while ((at_ = text_.find(begin, at_)) != std::string_view::npos) {
      const std::size_t start = at_;
      at_ += begin.size();
      const std::string_view rest = text_.substr(at_, 20);
      const std::string_view name = rest.substr(0, rest.find('}'));
      if (name.size() == rest.size() || !is_matrix(name)) continue;
      at_ += name.size() + 1;
      skip_alignment();
      const std::string_view line = text_.substr(behind_last_, start - behind_last_);
      table_.name(name_before(without_left(line)).name, start);
      matrix(std::string("\\end{") + std::string(name) + "}");
      behind_last_ = at_;
    }
    table_.finish(text_.size());
    return table_.take();
  }

 private:
  static constexpr std::string_view begin = "\\begin{";

  /// `\left[` and what opens math are no part of a name.
  static std::string_view without_left(std::string_view before) {
    before = before.substr(0, before.find_last_not_of(" \n\t([{|.") + 1);
    if (before.ends_with("\\left")) before.remove_suffix(5);
    return before;
  }

  /// {cc} or [rr] behind \begin{array}.
  void skip_alignment() {
    if (at_ >= text_.size() || (text_[at_] != '{' && text_[at_] != '[')) return;
    const std::size_t end = text_.find_first_of("}]\n", at_);
    if (end != std::string_view::npos) at_ = end + 1;
  }

  void matrix(const std::string& end) {
    const std::size_t stop = text_.find(end, at_);
    if (stop == std::string_view::npos) {
      source_.fail(text_.size(),
                   {formatted("{}가 없습니다", end), formatted("there is no {}", end)},
                   {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
    }
    while (at_ < stop) {
      const std::size_t row_end = std::min(text_.find("\\\\", at_), stop);
      row(at_, row_end);
      at_ = row_end + 2;
    }
    table_.finish(stop);
    at_ = stop + end.size();
  }

  void row(std::size_t start, std::size_t end) {
    std::vector<Field> cells;
    bool has_number = false;
    while (start <= end) {
      const std::size_t stop = std::min(text_.find('&', start), end);
      cells.push_back(cell(start, stop));
      has_number = has_number || number_in(source_, cells.back());
      start = stop + 1;
    }
    if (!has_number) return;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.find("dots") != std::string_view::npos) {
        fail_summarised(source_, cells[i].offset);
      }
      if ((i > 0 || cells.size() == 1) && !number_in(source_, cells[i])) {
        const std::string_view word = beginning(cells[i].text);
        source_.fail(cells[i].offset,
                     {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
                      formatted("expected a number, got \"{}\"", word)},
                     {"텐서의 출력만 남기십시오", "leave nothing but the printed tensors"});
      }
    }
    const std::size_t offset = cells[0].offset;
    table_.row(std::move(cells), offset);
  }

  /// Without what stands between rows (\hline, [2pt]) and around a number ($, braces).
  Field cell(std::size_t start, std::size_t end) const {
    std::string_view text = text_.substr(start, end - start);
    for (bool goes_on = true; goes_on;) {
      goes_on = false;
      text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n$"), text.size()));
      for (const std::string_view word : {"\\hline", "\\toprule", "\\midrule", "\\bottomrule"}) {
        if (!text.starts_with(word)) continue;
        text.remove_prefix(word.size());
        goes_on = true;
      }
      if (text.starts_with('[') && text.find(']') != std::string_view::npos) {
        text.remove_prefix(text.find(']') + 1);
        goes_on = true;
      }
    }
    text = text.substr(0, text.find_last_not_of(" \t\r\n$") + 1);
    return {text, static_cast<std::size_t>(text.data() - text_.data())};
  }

  const Source& source_;
  std::string_view text_;
  TableBuilder table_;
  std::size_t at_ = 0;
  std::size_t behind_last_ = 0;
};

}  // namespace

std::vector<Answer> read_latex(const Source& source) {
  const bool is_latex = source.text.find("\\begin{") != std::string_view::npos;
  return is_latex ? LatexReader(source).read() : std::vector<Answer>{};
}

}  // namespace attn
