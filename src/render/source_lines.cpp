#include "render/source_lines.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "render/width.h"

namespace attn {
namespace {

/// Where `#` starts a comment, or the end of the line.
std::size_t comment_start(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!quote && line[i] == '#') return i;
    if (line[i] == quote) {
      quote = 0;
    } else if (!quote && (line[i] == '"' || line[i] == '\'')) {
      quote = line[i];
    }
  }
  return line.size();
}

std::string_view without_trailing_blanks(std::string_view line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

/// The pieces of code between which a line may end, and how deep in brackets each of them ends.
struct Piece {
  std::string_view text;
  int depth;
};

/// Takes code apart behind blanks, commas and opening brackets, but not in what stands in quotes.
/// `depth` is that of the brackets so far.
std::vector<Piece> pieces_of(std::string_view code, int& depth) {
  constexpr std::string_view opening = "([{";
  constexpr std::string_view closing = ")]}";
  std::vector<Piece> pieces;
  std::size_t start = 0;
  char quote = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (quote || c == '"' || c == '\'') {
      quote = !quote ? c : c == quote ? '\0' : quote;
      continue;
    }
    const bool opens = opening.find(c) != std::string_view::npos;
    depth += opens ? 1 : closing.find(c) != std::string_view::npos ? -1 : 0;
    const char next = i + 1 < code.size() ? code[i + 1] : ' ';
    const bool may_end = c == ' ' || c == ',' || opens;
    if (!may_end || next == ' ' || closing.find(next) != std::string_view::npos) continue;
    pieces.push_back({code.substr(start, i + 1 - start), depth});
    start = i + 1;
  }
  pieces.push_back({code.substr(start), depth});
  return pieces;
}

/// Takes lines apart where they have no room.
class SourceLines {
 public:
  SourceLines(const std::string& source, int width) : width_(width) {
    for (std::size_t start = 0; start < source.size();) {
      const std::size_t end = std::min(source.find('\n', start), source.size());
      add(visible(source.substr(start, end - start)));
      start = end + 1;
    }
  }
  std::vector<std::string> take() { return std::move(shown_); }

 private:
  void add(const std::string& whole) {
    const std::string_view line = whole;
    const std::size_t comment_at = comment_start(line);
    const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view code = without_trailing_blanks(line.substr(0, comment_at));
    std::vector<Piece> pieces = pieces_of(code.substr(std::min(first, code.size())), depth_);
    if (display_width(line) <= width_) {
      shown_.push_back(whole);
      return;
    }
    const int indent = std::min(static_cast<int>(first), 2 * width_ / 5);
    if (comment_at < line.size()) {
      const std::size_t words = std::min(line.find_first_not_of("# ", comment_at), line.size());
      for (const std::string_view part : wrap(line.substr(words), width_ - indent - 2)) {
        shown_.push_back(spaces(indent) + "# " + std::string(part));
      }
    }
    if (!code.empty()) break_code(pieces, indent);
  }

  void break_code(std::span<const Piece> pieces, int indent) {
    int before = indent;
    while (!pieces.empty()) {
      const int room = width_ - before;
      std::size_t best = 1;
      int used = 0;
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        used += display_width(pieces[i].text);
        const bool ends_in_blank = pieces[i].text.ends_with(' ');
        const bool complete = i + 1 == pieces.size() || pieces[i].depth > 0;
        const int needed = used - (ends_in_blank ? 1 : 0);
        if (needed > room) break;
        if (needed + (complete ? 0 : 2) > room) continue;  // the backslash
        if (complete || pieces[best - 1].depth <= 0) best = i + 1;
      }
      std::string text;
      for (const Piece& piece : pieces.first(best)) text += piece.text;
      // A piece that is too long by itself is cut where the line ends.
      for (const std::string_view part : wrap(without_trailing_blanks(text), room)) {
        shown_.push_back(spaces(before) + std::string(part));
      }
      if (best < pieces.size() && pieces[best - 1].depth <= 0) shown_.back() += " \\";
      pieces = pieces.subspan(best);
      before = indent + 4;
    }
  }

  int width_;
  int depth_ = 0;
  std::vector<std::string> shown_;
};

}  // namespace

std::vector<std::string> source_lines(const std::string& source, int width) {
  return SourceLines(source, width).take();
}

}  // namespace attn
