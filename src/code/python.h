#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// Python, read as far as pages write it: its tokens, and what belongs to one statement.

namespace attn::python {

struct Token {
  enum class Kind { name, number, text, sign };  ///< keywords are names, brackets are signs
  Kind kind;
  std::string_view text;
  int depth;  ///< how many brackets are open around it; a bracket is outside itself

  bool is(std::string_view other) const { return text == other && kind != Kind::text; }
};
using Tokens = std::span<const Token>;

inline bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A statement and what is indented below it: of `for x in y:` the header is `for x in y`.
struct Node {
  std::vector<Token> header;  ///< without a comment
  std::vector<Node> body;     ///< empty unless a colon ends the header

  bool begins(std::string_view word) const { return !header.empty() && header[0].is(word); }
};

/// A statement that is not indented, with all that belongs to it: branches, decorators.
struct Statement {
  std::string_view text;  ///< as it stands, without the last line's end
  bool after_gap;         ///< whether an empty line is before it
  std::vector<Node> nodes;
};

/// The statements of `code`, in order; parts of it. Comments between them are left out.
std::vector<Statement> statements_of(std::string_view code);

/// Where the bracket that opens at `open` closes; the end if it does not.
std::size_t closing(Tokens tokens, std::size_t open);

/// The parts between commas that are in no bracket of their own.
std::vector<Tokens> between_commas(Tokens tokens);

/// Where the first such token is that no bracket of their own surrounds; the end if there is none.
std::size_t find_outside(Tokens tokens, std::string_view text, std::size_t from = 0);

}  // namespace attn::python
