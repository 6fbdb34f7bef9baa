#include "answer/kept.h"

#include <algorithm>
#include <cmath>

#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// A piece of a line: a number, a run of blanks, or a single other character.
struct Piece {
  std::string_view text;
  std::size_t offset;
  std::optional<Reading> number{};
};

bool belongs_to_name(char c) {
  return c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
         is_name(std::string_view(&c, 1));
}

std::vector<Piece> pieces_of(const Source& source, std::size_t start, std::size_t end) {
  std::vector<Piece> pieces;
  for (std::size_t at = start; at < end;) {
    const std::size_t first = at;
    const char before = at > start ? source.text[at - 1] : ' ';
    std::optional<Reading> number;
    if (!belongs_to_name(before) && before != '.' && !('0' <= before && before <= '9')) {
      const Source line{source.text.substr(0, end), source.file};
      number = scan_number(line, at);
    }
    if (!number && source.text[at] == ' ') {
      at = std::min(source.text.find_first_not_of(' ', at), end);
    } else if (!number) {
      ++at;
    }
    pieces.push_back({source.text.substr(first, at - first), first, number});
  }
  return pieces;
}

/// Whether two numbers have one form and differ by one unit of the last digit at most.
bool is_close(const Reading& a, const Reading& b) {
  if (a.decimals != b.decimals || a.exponent != b.exponent) return false;
  if (!std::isfinite(a.value) || !std::isfinite(b.value)) {
    return a.value == b.value || (std::isnan(a.value) && std::isnan(b.value));
  }
  if (a.decimals == 0 && a.exponent == 0) return a.value == b.value;  // a count
  const double unit = std::pow(10.0, a.exponent - a.decimals);
  return std::abs(a.value - b.value) <= unit * 1.0001;
}

struct LineRange {
  std::size_t start, end;
};

std::vector<LineRange> lines_of(std::string_view text) {
  std::vector<LineRange> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back({start, end});
    start = end + 1;
  }
  return lines;
}

/// Which tensor of a page a number belongs to, and which of its cells it is.
void locate(const std::vector<Answer>& tensors, std::size_t offset,
            KeptDifference::Number& number) {
  for (const Answer& tensor : tensors) {
    for (std::size_t i = 0; i < tensor.readings.size(); ++i) {
      if (tensor.readings[i].offset != offset) continue;
      number.tensor = tensor.name;
      number.cell = cell_at(static_cast<Size>(i), tensor.shape);
      return;
    }
  }
}

std::vector<Answer> tensors_of(const Source& page) {
  try {
    return read_page_text(page);
  } catch (const UserError&) {
    return {};  // a page with tensors left out or damaged: then its numbers have no names
  }
}

}  // namespace

std::vector<KeptDifference> differences(const Source& kept, const std::string& fresh) {
  if (kept.text == fresh) return {};
  const Source now{fresh, ""};
  const std::vector<LineRange> expected = lines_of(kept.text);
  const std::vector<LineRange> got = lines_of(fresh);
  const std::vector<Answer> tensors = tensors_of(now);

  std::vector<KeptDifference> found;
  for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
    const LineRange a = i < expected.size() ? expected[i] : LineRange{0, 0};
    const LineRange b = i < got.size() ? got[i] : LineRange{0, 0};
    KeptDifference difference{.line = i + 1,
                              .expected = std::string(kept.text.substr(a.start, a.end - a.start)),
                              .got = fresh.substr(b.start, b.end - b.start)};
    if (difference.expected == difference.got && i < std::min(expected.size(), got.size())) {
      continue;
    }
    const std::vector<Piece> old_pieces = pieces_of(kept, a.start, a.end);
    const std::vector<Piece> new_pieces = pieces_of(now, b.start, b.end);
    bool is_same = old_pieces.size() == new_pieces.size() && !old_pieces.empty();
    for (std::size_t k = 0; is_same && k < old_pieces.size(); ++k) {
      const Piece& old_piece = old_pieces[k];
      const Piece& new_piece = new_pieces[k];
      if (old_piece.number && new_piece.number) {
        if (is_close(*old_piece.number, *new_piece.number)) continue;
        is_same = false;
        difference.number = {.expected = std::string(old_piece.text),
                             .got = std::string(new_piece.text)};
        locate(tensors, new_piece.offset, *difference.number);
      } else {
        const bool both_blank = old_piece.text[0] == ' ' && new_piece.text[0] == ' ';
        is_same = both_blank || old_piece.text == new_piece.text;
      }
    }
    if (!is_same) found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace attn
