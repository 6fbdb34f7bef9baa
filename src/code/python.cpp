#include "code/python.h"

#include <algorithm>
#include <array>
#include <string>

namespace attn::python {
namespace {

bool is_letter(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A line as Python counts: with what follows in brackets or behind a backslash.
struct Line {
  std::size_t begin, end;  ///< in the code, without the line's end
  std::size_t indent;
  bool after_gap;
  std::vector<Token> tokens;
};

class Reader {
 public:
  explicit Reader(std::string_view code) : code_(code) {}

  std::vector<Line> lines() {
    std::vector<Line> lines;
    bool after_gap = false;
    while (at_ < code_.size()) {
      const std::size_t begin = at_;
      while (at_ < code_.size() && code_[at_] == ' ') ++at_;
      const std::size_t indent = at_ - begin;
      const bool is_empty = at_ >= code_.size() || code_[at_] == '\n';
      read_line();
      if (!tokens_.empty()) {
        lines.push_back({begin, end_, indent, after_gap, std::move(tokens_)});
        tokens_.clear();
      }
      after_gap = is_empty;
    }
    return lines;
  }

 private:
  /// Reads tokens to behind the line's end.
  void read_line() {
    depth_ = 0;
    while (at_ < code_.size()) {
      const char c = code_[at_];
      if (c == '\n' && depth_ == 0) break;
      if (c == '#') {
        at_ = std::min(code_.find('\n', at_), code_.size());
      } else if (std::string_view(" \t\r\n\\").find(c) != std::string_view::npos) {
        at_ += c == '\\' && at_ + 1 < code_.size() ? 2 : 1;
      } else {
        read_token();
        end_ = at_;
      }
    }
    ++at_;
  }

  void read_token() {
    const std::size_t quote = quote_at(at_);
    if (quote != code_.npos) return read_text(quote);
    const char c = code_[at_];
    const std::size_t begin = at_;
    if (is_letter(c)) {
      while (at_ < code_.size() && (is_letter(code_[at_]) || is_digit(code_[at_]))) ++at_;
      add(Token::Kind::name, begin);
    } else if (is_digit(c) || (c == '.' && at_ + 1 < code_.size() && is_digit(code_[at_ + 1]))) {
      read_number();
    } else {
      read_sign();
    }
  }

  /// Where the quote is of a text that begins here, behind letters such as r and f.
  std::size_t quote_at(std::size_t at) const {
    constexpr std::string_view prefixes = "rRbBuUfF";
    std::size_t quote = at;
    while (quote < at + 2 && quote < code_.size() && prefixes.find(code_[quote]) != prefixes.npos) {
      ++quote;
    }
    const bool is_quote = quote < code_.size() && (code_[quote] == '"' || code_[quote] == '\'');
    return is_quote ? quote : code_.npos;
  }

  void read_text(std::size_t quote) {
    const std::size_t begin = at_;
    const std::string_view prefix = code_.substr(begin, quote - begin);
    const char mark = code_[quote];
    const bool is_triple = code_.substr(quote, 3) == std::string(3, mark);
    const std::string end(is_triple ? 3 : 1, mark);
    at_ = quote + end.size();
    const std::size_t inside = at_;
    while (at_ < code_.size() && code_.substr(at_, end.size()) != end) {
      at_ += code_[at_] == '\\' ? 2 : 1;
    }
    at_ = std::min(at_, code_.size());
    const std::size_t last = at_;
    at_ = std::min(at_ + end.size(), code_.size());
    add(Token::Kind::text, begin);
    if (prefix.find_first_of("fF") != prefix.npos) read_braces(inside, last);
  }

  /// What an f-string has in braces is read as an expression in brackets.
  void read_braces(std::size_t from, std::size_t to) {
    const std::size_t behind = at_;
    for (at_ = from; at_ < to; ++at_) {
      if (code_[at_] != '{') continue;
      if (at_ + 1 < to && code_[at_ + 1] == '{') {
        ++at_;
        continue;
      }
      read_sign();
      const int inside = depth_;
      while (at_ < to && !(depth_ == inside &&
                           std::string_view("}:!").find(code_[at_]) != std::string_view::npos)) {
        if (code_[at_] == ' ') {
          ++at_;
        } else {
          read_token();
        }
      }
      at_ = std::min(code_.find('}', at_), to);
      if (at_ < to) read_sign();
      --at_;
    }
    at_ = behind;
  }

  void read_number() {
    const std::size_t begin = at_;
    while (at_ < code_.size()) {
      const char c = code_[at_];
      const bool is_sign_of_power = (c == '+' || c == '-') && (code_[at_ - 1] | 0x20) == 'e' &&
                                    !code_.substr(begin).starts_with("0x");
      if (!is_letter(c) && !is_digit(c) && c != '.' && !is_sign_of_power) break;
      ++at_;
    }
    add(Token::Kind::number, begin);
  }

  void read_sign() {
    constexpr std::array<std::string_view, 27> longer = {
        "**=", "//=", ">>=", "<<=", "...", "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=",
        "/=",  "@=",  "%=",  "&=",  "|=",  "^=", "->", ":=", "<<", ">>", "<>", "&&", "||"};
    const std::size_t begin = at_;
    const auto found = std::find_if(longer.begin(), longer.end(), [&](std::string_view sign) {
      return code_.substr(begin).starts_with(sign);
    });
    at_ += found == longer.end() ? 1 : found->size();
    const char c = code_[begin];
    if (c == ')' || c == ']' || c == '}') depth_ = std::max(depth_ - 1, 0);
    add(Token::Kind::sign, begin);
    if (c == '(' || c == '[' || c == '{') ++depth_;
  }

  void add(Token::Kind kind, std::size_t begin) {
    tokens_.push_back({kind, code_.substr(begin, at_ - begin), depth_});
  }

  std::string_view code_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;  ///< of the last token
  int depth_ = 0;
  std::vector<Token> tokens_{};
};

/// Where the colon is behind which a body follows, and not a lambda's; the end if there is none.
std::size_t colon_of_header(Tokens line) {
  constexpr std::array<std::string_view, 11> words = {
      "def", "class", "for", "while", "if", "elif", "else", "with", "try", "except", "finally"};
  if (!is_one_of(line[0].text, words)) return line.size();
  int lambdas = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i].depth > 0) continue;
    if (line[i].is("lambda")) ++lambdas;
    if (line[i].is(":") && lambdas-- == 0) return i;
  }
  return line.size();
}

/// The statements of one line, between its semicolons.
void add_simple(Tokens line, std::vector<Node>& nodes) {
  while (!line.empty()) {
    const std::size_t end = find_outside(line, ";");
    if (end > 0) nodes.push_back({{line.begin(), line.begin() + static_cast<long>(end)}, {}});
    line = line.subspan(std::min(end + 1, line.size()));
  }
}

/// Lines that are indented equally, and between them what is indented further.
std::vector<Node> nodes_of(std::span<const Line> lines) {
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t next = i + 1;
    while (next < lines.size() && lines[next].indent > lines[i].indent) ++next;
    const Tokens line = lines[i].tokens;
    const std::size_t colon = colon_of_header(line);
    if (colon == line.size()) {
      add_simple(line, nodes);
    } else {
      Node node{{line.begin(), line.begin() + static_cast<long>(colon)},
                nodes_of(lines.subspan(i + 1, next - i - 1))};
      add_simple(line.subspan(colon + 1), node.body);
      nodes.push_back(std::move(node));
    }
    i = next;
  }
  return nodes;
}

/// Whether a line that is not indented goes on with the statement before it.
bool goes_on(const Line& line, const Line& before) {
  if (line.indent > 0 || before.tokens[0].is("@")) return true;
  constexpr std::array<std::string_view, 4> branches = {"else", "elif", "except", "finally"};
  return is_one_of(line.tokens[0].text, branches);
}

}  // namespace

std::vector<Statement> statements_of(std::string_view code) {
  const std::vector<Line> lines = Reader(code).lines();
  std::vector<Statement> statements;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t next = i + 1;
    while (next < lines.size() && goes_on(lines[next], lines[next - 1])) ++next;
    statements.push_back({code.substr(lines[i].begin, lines[next - 1].end - lines[i].begin),
                          lines[i].after_gap, nodes_of(std::span(lines).subspan(i, next - i))});
    i = next;
  }
  return statements;
}

std::size_t closing(Tokens tokens, std::size_t open) {
  std::size_t i = open + 1;
  while (i < tokens.size() && tokens[i].depth > tokens[open].depth) ++i;
  return i;
}

std::size_t find_outside(Tokens tokens, std::string_view text, std::size_t from) {
  if (tokens.empty()) return 0;
  std::size_t i = from;
  while (i < tokens.size() && !(tokens[i].depth == tokens[0].depth && tokens[i].is(text))) ++i;
  return i;
}

std::vector<Tokens> between_commas(Tokens tokens) {
  std::vector<Tokens> parts;
  while (!tokens.empty()) {
    const std::size_t end = find_outside(tokens, ",");
    if (end > 0) parts.push_back(tokens.first(end));
    tokens = tokens.subspan(std::min(end + 1, tokens.size()));
  }
  return parts;
}

}  // namespace attn::python
