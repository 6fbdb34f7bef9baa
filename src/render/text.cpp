#include "render/text.h"

#include <algorithm>
#include <span>
#include <utility>

#include "lesson/explanation.h"
#include "render/contents.h"
#include "render/explanation.h"
#include "render/grid.h"
#include "render/matrix.h"
#include "render/number.h"
#include "render/paint.h"
#include "render/plot.h"
#include "render/source_lines.h"
#include "render/summary.h"
#include "render/width.h"
#include "tensor/graph.h"

namespace attn {
namespace {

/// Lines longer than this are hard to read, however wide the terminal.
constexpr int widest_text = 100;

/// Writes a page's blocks one after another.
class Writer {
 public:
  explicit Writer(const TextStyle& style)
      : style_(style), paint_(style), text_width_(std::min(style.width, widest_text)) {
    out_.reserve(8 * 1024);  // most pages are shorter
  }

  void heading(const std::string& id, const Text& title);

  void operator()(const block::Paragraph& paragraph) {
    for (const std::string_view text : chosen(paragraph.text)) lines(text, "", "");
  }
  void operator()(const block::Code& code);
  void operator()(const block::Matrix& matrix) { out_ += draw_matrix(matrix, style_); }
  void operator()(const block::Arrow& arrow) {
    for (const std::string& operation : arrow.operations) lines(operation, "    │ ", "    │   ");
    out_ += "    ▼\n";
  }
  void operator()(const block::Table& table);
  void operator()(const block::Check& check) {
    claim(check.claim, check.holds ? paint_.good("✓") : paint_.bad("✗"));
  }
  void operator()(const block::Question&) {}  // asked by attn learn
  void operator()(const block::Note& note) { claim(note.text, paint_.bad("!")); }
  void operator()(const block::Plot& plot) { out_ += draw_plot(plot, text_width_, paint_); }
  void operator()(const block::Derivation& derivation) {
    const auto& [tensor, cell, depth] = derivation;
    const Explanation one = explain(tensor, cell, depth);
    const std::string words = in_words(one).en;
    const bool is_like_the_last = depth == 0 && last_told_ == std::pair(tensor.id(), words);
    out_ += draw_explanation(one, style_, is_like_the_last);
    last_told_ = {tensor.id(), words};
  }
  void operator()(const block::ShapeTrace& trace) { out_ += draw_trace(trace, style_); }
  void operator()(const block::Contents& contents) { out_ += draw_contents(contents, style_); }
  void operator()(const block::Change& change) {
    for (const std::string_view text : chosen(change.what)) lines(text, "  ", "    ");
    out_ += "    - " + visible(change.before) + "\n    + " + visible(change.after) + "\n";
  }

  /// What is asked, what it follows from, and what there is to choose from.
  void ask(const block::Question& question);

  void space() { out_ += '\n'; }
  std::string take() { return std::move(out_); }

 private:
  /// What is to be read of a text, in order.
  std::vector<std::string_view> chosen(const Text& text) const {
    return attn::chosen(text, style_.language);
  }
  /// A short text on one line.
  std::string on_one_line(const Text& text) const {
    std::string line;
    for (const std::string_view part : chosen(text)) {
      if (!line.empty()) line += " · ";
      line += part;
    }
    return visible(std::move(line));
  }
  /// A text wrapped, with what stands before its first and before its other lines.
  void lines(std::string_view text, std::string_view first, std::string_view others) {
    std::string_view before = first;
    const std::string shown = visible(std::string(text));
    for (const std::string_view line : wrap(shown, text_width_ - display_width(others))) {
      out_ += before;
      out_ += line;
      out_ += '\n';
      before = others;
    }
  }
  /// A text behind a mark; both languages on one line if it has room.
  void claim(const Text& text, const std::string& mark, int mark_width = 1) {
    const std::string line = on_one_line(text);
    const int indent = mark_width + 1;
    if (display_width(line) + indent <= text_width_) {
      out_ += mark + ' ' + line + '\n';
      return;
    }
    std::string before = mark + " ";
    for (const std::string_view part : chosen(text)) {
      const std::string shown = visible(std::string(part));
      for (const std::string_view wrapped : wrap(shown, text_width_ - indent)) {
        out_ += before;
        out_ += wrapped;
        out_ += '\n';
        before.assign(static_cast<std::size_t>(indent), ' ');
      }
    }
  }

  const TextStyle& style_;
  Paint paint_;
  int text_width_;
  std::pair<const void*, std::string> last_told_{};  ///< the last derivation's, in words
  std::string out_;
};

void Writer::heading(const std::string& id, const Text& title) {
  const std::vector<std::string_view> titles = chosen(title);
  const std::string left = formatted("{}  {}", id, titles.front());
  const int room = text_width_ - display_width(left) - 2;
  const std::string indent(id.size() + 2, ' ');
  std::string before;
  if (titles.size() == 2 && display_width(titles.back()) <= room) {
    out_ += paint_.title(left) + padded_left(titles.back(), room + 2) + "\n";
  } else {
    for (const std::string_view line : wrap(left, text_width_)) out_ += paint_.title(line) + "\n";
    if (titles.size() == 2) lines(titles.back(), indent, indent);
  }
  for (int i = 0; i < text_width_; ++i) out_ += "─";
  out_ += '\n';
}

void Writer::operator()(const block::Code& code) {
  constexpr std::string_view label = "# PyTorch";  // a comment, so that it may be copied along
  const std::vector<std::string> shown = source_lines(code.lines, text_width_);
  const int room = text_width_ - display_width(shown.front());
  const bool beside = room >= static_cast<int>(label.size()) + 2 && !shown.front().ends_with('\\');
  if (!beside) out_ += paint_.quiet(padded_left(label, text_width_)) + "\n";
  for (const std::string& line : shown) {
    out_ += paint_.code(line);
    if (beside && &line == &shown.front()) out_ += paint_.quiet(padded_left(label, room));
    out_ += '\n';
  }
}

/// A text of a table, its words cut where they are longer than any of ours: such are tokens.
std::string with_words_cut(std::string_view text) {
  constexpr int longest_word = 30;
  std::vector<std::string> words;
  for (;;) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(shortened(text.substr(0, end), longest_word));
    if (end == text.size()) return joined(words, " ");
    text.remove_prefix(end + 1);
  }
}

void Writer::operator()(const block::Table& table) {
  std::vector<TableCell> header;
  for (const block::Cell& cell : table.header) {
    const Text& name = std::get<Text>(cell);
    header.push_back({{}, false});
    for (const std::string_view text : chosen(name)) {
      header.back().lines.push_back(name.ko == name.en ? shortened(text, widest_name)
                                                       : visible(std::string(text)));
    }
  }
  // The numbers of a column agree with each other, as those of a tensor do.
  std::vector<NumberFormat> formats;
  for (std::size_t c = 0; c < header.size(); ++c) {
    std::vector<float> numbers;
    for (const auto& row : table.rows) {
      if (const float* number = std::get_if<float>(&row[c])) numbers.push_back(*number);
    }
    formats.emplace_back(numbers, style_.precision);
  }
  std::vector<std::vector<TableCell>> rows;
  for (const auto& cells : table.rows) {
    std::vector<TableCell>& row = rows.emplace_back();
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (const float* number = std::get_if<float>(&cells[c])) {
        row.push_back({{formats[c](*number)}, true});
      } else if (const Size* count = std::get_if<Size>(&cells[c])) {
        row.push_back({{std::to_string(*count)}, true});
      } else {
        row.push_back({{}, false});
        for (const std::string_view text : chosen(std::get<Text>(cells[c]))) {
          row.back().lines.push_back(with_words_cut(text));
        }
      }
    }
  }
  out_ += draw_table(header, rows, 2, style_.width, paint_);
}

void Writer::ask(const block::Question& question) {
  (*this)(block::Paragraph{question.ask});
  for (const Tensor& tensor : question.given) {
    space();
    (*this)(as_given(tensor));
  }
  if (const auto* choice = std::get_if<block::Question::Choice>(&question.answer)) {
    space();
    for (std::size_t i = 0; i < choice->options.size(); ++i) {
      claim(choice->options[i], formatted("{}.", i + 1), 2);
    }
  }
}

template <class Kind>
bool is(const Block& block) {
  return std::holds_alternative<Kind>(block);
}

/// Whether `next` follows `block` without an empty line.
bool belongs_to(const Block& block, const Block& next) {
  if (is<block::Arrow>(block) || is<block::Arrow>(next) || is<block::Change>(next)) return true;
  if (is<block::Derivation>(block) && is<block::Derivation>(next)) return true;
  return is<block::Check>(block) && is<block::Check>(next);
}

/// The block that is shown above block `i`; null if there is none, or if `i` itself is not shown.
const Block* shown_above(std::span<const Block> blocks, std::size_t i) {
  if (is<block::Question>(blocks[i])) return nullptr;
  while (i-- > 0) {
    if (!is<block::Question>(blocks[i])) return &blocks[i];
  }
  return nullptr;
}

}  // namespace

std::string render_text(const Page& page, const TextStyle& style) {
  const std::string blocks = render_blocks(page.blocks(), style);
  if (page.title().ko.empty()) return blocks;
  return render_heading(page, style) + blocks + "\n";
}

std::string render_heading(const Page& page, const TextStyle& style) {
  Writer writer(style);
  writer.heading(page.id(), page.title());
  return writer.take();
}

std::string render_blocks(std::span<const Block> blocks, const TextStyle& style) {
  Writer writer(style);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (const Block* above = shown_above(blocks, i); above && !belongs_to(*above, blocks[i])) {
      writer.space();
    }
    std::visit(writer, blocks[i]);
  }
  return writer.take();
}

std::string render_question(const block::Question& question, const TextStyle& style) {
  Writer writer(style);
  writer.ask(question);
  return writer.take();
}

}  // namespace attn
