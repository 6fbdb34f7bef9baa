#include "render/text.h"

#include <algorithm>

#include "render/grid.h"
#include "render/matrix.h"
#include "render/number.h"
#include "render/paint.h"
#include "render/width.h"

namespace attn {
namespace {

/// Lines longer than this are hard to read, however wide the terminal.
constexpr int widest_text = 100;

/// Writes a page's blocks one after another.
class Writer {
 public:
  explicit Writer(const TextStyle& style)
      : style_(style), paint_(style.color), text_width_(std::min(style.width, widest_text)) {
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
  void operator()(const block::Note& note) { claim(note.text, paint_.bad("!")); }

  void space() { out_ += '\n'; }
  std::string take() { return std::move(out_); }

 private:
  /// What is to be read of a text, in order.
  std::vector<std::string_view> chosen(const Text& text) const {
    if (style_.language == Language::ko || text.ko == text.en) return {text.ko};
    if (style_.language == Language::en) return {text.en};
    return {text.ko, text.en};
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
    for (const std::string_view line : wrap(shown, text_width_ - display_width(first))) {
      out_ += before;
      out_ += line;
      out_ += '\n';
      before = others;
    }
  }
  /// A text behind a mark; both languages on one line if it has room.
  void claim(const Text& text, const std::string& mark) {
    const std::string line = on_one_line(text);
    if (display_width(line) + 2 <= text_width_) {
      out_ += mark + ' ' + line + '\n';
      return;
    }
    std::string before = mark + " ";
    for (const std::string_view part : chosen(text)) {
      const std::string shown = visible(std::string(part));
      for (const std::string_view wrapped : wrap(shown, text_width_ - 2)) {
        out_ += before;
        out_ += wrapped;
        out_ += '\n';
        before = "  ";
      }
    }
  }

  const TextStyle& style_;
  Paint paint_;
  int text_width_;
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

/// Lines of source, indented by two; what does not fit goes on further in on the next line.
std::vector<std::string> source_lines(const std::string& source, int width) {
  std::vector<std::string> shown;
  std::size_t start = 0;
  while (start < source.size()) {
    const std::size_t end = std::min(source.find('\n', start), source.size());
    const std::string line = visible(source.substr(start, end - start));
    const std::size_t indent = 2 + std::min(line.find_first_not_of(' '), line.size());
    if (display_width(line) + 2 <= width) {
      shown.push_back(line.empty() ? "" : "  " + line);
    } else {
      std::string before(indent, ' ');
      const int room = std::max(20, width - static_cast<int>(indent) - 4);
      for (const std::string_view part : wrap(std::string_view(line).substr(indent - 2), room)) {
        shown.push_back(before.append(part));
        before.assign(indent + 4, ' ');
      }
    }
    start = end + 1;
  }
  return shown;
}

void Writer::operator()(const block::Code& code) {
  constexpr std::string_view label = "PyTorch";
  const std::vector<std::string> shown = source_lines(code.lines, text_width_);
  const int room = text_width_ - display_width(shown.front());
  const bool beside = room >= static_cast<int>(label.size()) + 2;
  if (!beside) out_ += paint_.quiet(padded_left(label, text_width_)) + "\n";
  for (const std::string& line : shown) {
    out_ += paint_.code(line);
    if (beside && &line == &shown.front()) out_ += paint_.quiet(padded_left(label, room));
    out_ += '\n';
  }
}

void Writer::operator()(const block::Table& table) {
  const auto row = [&](const std::vector<block::Cell>& cells) {
    std::vector<TableCell> row;
    for (const block::Cell& cell : cells) {
      if (const float* number = std::get_if<float>(&cell)) {
        row.push_back({{NumberFormat({*number}, style_.precision)(*number)}, true});
      } else if (const Size* count = std::get_if<Size>(&cell)) {
        row.push_back({{std::to_string(*count)}, true});
      } else {
        row.push_back({{}, false});
        for (const std::string_view text : chosen(std::get<Text>(cell))) {
          row.back().lines.push_back(visible(std::string(text)));
        }
      }
    }
    return row;
  };
  std::vector<std::vector<TableCell>> rows;
  for (const auto& cells : table.rows) rows.push_back(row(cells));
  out_ += draw_table(row(table.header), rows, 2, style_.width, paint_);
}

template <class Kind>
bool is(const Block& block) {
  return std::holds_alternative<Kind>(block);
}

/// Whether `next` follows `block` without an empty line.
bool belongs_to(const Block& block, const Block& next) {
  if (is<block::Arrow>(block) || is<block::Arrow>(next)) return true;
  return is<block::Check>(block) && is<block::Check>(next);
}

}  // namespace

std::string render_text(const Page& page, const TextStyle& style) {
  Writer writer(style);
  writer.heading(page.id(), page.title());
  const std::vector<Block>& blocks = page.blocks();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i > 0 && !belongs_to(blocks[i - 1], blocks[i])) writer.space();
    std::visit(writer, blocks[i]);
  }
  writer.space();
  return writer.take();
}

}  // namespace attn
