#include "code/computes.h"

#include <algorithm>
#include <array>

namespace attn::python {
namespace {

/// What makes tensors out of nothing or a file, or leaves their numbers as they are.
constexpr std::array<std::string_view, 19> plain_makers = {
    "tensor", "zeros", "ones",       "empty",       "full",          "arange", "linspace",
    "eye",    "rand",  "randn",      "randint",     "randperm",      "normal", "view",
    "load",   "items", "from_numpy", "manual_seed", "requires_grad_"};

bool follows(Tokens tokens, std::size_t at, std::string_view sign) {
  return at + 1 < tokens.size() && tokens[at + 1].is(sign);
}
bool is_attribute(Tokens tokens, std::size_t at) {
  return at > 0 && tokens[at - 1].is(".");
}

template <class Holds>
bool any_header(const std::vector<Node>& nodes, const Holds& holds) {
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return holds(Tokens(node.header)) || any_header(node.body, holds);
  });
}

template <class Holds>
bool any_name(const Statement& statement, const Holds& holds) {
  return any_header(statement.nodes, [&](Tokens tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind == Token::Kind::name && holds(tokens, i)) return true;
    }
    return false;
  });
}

/// Where the value of an assignment begins; 0 if it is none.
std::size_t begin_of_value(Tokens tokens) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].depth == 0 && tokens[i].is("=")) begin = i + 1;
  }
  return begin;
}

/// Whether it is a target as a whole, not `x` of `x[i] = …`.
bool is_bound(Tokens tokens, std::size_t at) {
  return at < begin_of_value(tokens) && !follows(tokens, at, "[") && !follows(tokens, at, ".");
}

/// Whether only the shape of what the name stands for is read, or it is made ready: its memory of
/// operations, weights from a file.
bool is_looked_at(Tokens tokens, std::size_t at) {
  constexpr std::array<std::string_view, 6> looks = {"shape", "size",           "dim",
                                                     "ndim",  "requires_grad_", "load_state_dict"};
  if (follows(tokens, at, ".") && at + 2 < tokens.size()) {
    return is_one_of(tokens[at + 2].text, looks);
  }
  return at >= 2 && tokens[at - 1].is("(") && tokens[at - 2].is("len") && follows(tokens, at, ")");
}

/// Whether a name of a value is read, and more of it than its shape. A generator is not meant: it
/// is given as what an argument of this name is.
bool reads_value(Tokens tokens, std::size_t at, const Names& values) {
  if (!values.contains(tokens[at].text) || is_attribute(tokens, at)) return false;
  const bool names_argument = tokens[at].depth > 0 && follows(tokens, at, "=");
  const bool is_generator = at >= 2 && tokens[at - 1].is("=") && tokens[at - 2].is("generator");
  return !names_argument && !is_generator && !is_bound(tokens, at) && !is_looked_at(tokens, at);
}

bool is_torch(Tokens tokens, std::size_t at) {
  return tokens[at].is("torch") && !is_attribute(tokens, at);
}

/// What a file holds is given, as numbers are.
bool reads_file(Tokens tokens, std::size_t at) {
  const bool is_of_numpy = tokens[at].is("load") && is_attribute(tokens, at);
  return is_of_numpy || (tokens[at].is("load_file") && follows(tokens, at, "("));
}

/// Whether a method or a function of a module is called that does more than to make.
bool calls_more_than_makers(Tokens tokens, std::size_t at) {
  const std::string_view name = tokens[at].text;
  const bool is_class = name[0] >= 'A' && name[0] <= 'Z';
  return is_attribute(tokens, at) && follows(tokens, at, "(") && !is_class &&
         !is_one_of(name, plain_makers);
}

/// Whether matrices are multiplied, or what a call or a bracket gives is called itself.
bool works_by_signs(Tokens tokens) {
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool calls_result = tokens[i].is("(") && (tokens[i - 1].is(")") || tokens[i - 1].is("]"));
    if (tokens[i].is("@") || tokens[i].is("@=") || calls_result) return true;
  }
  return false;
}

}  // namespace

bool makes_values(const Statement& statement, const Names& values, const Namespace& names) {
  if (any_name(statement, reads_file)) return false;
  return any_name(statement, [&](Tokens tokens, std::size_t at) {
    const bool calls = names.callable(tokens[at].text) && !is_attribute(tokens, at);
    return is_torch(tokens, at) || calls || reads_value(tokens, at, values);
  });
}

bool computes(const Statement& statement, const Names& values) {
  const bool reads = any_name(
      statement, [&](Tokens tokens, std::size_t at) { return reads_value(tokens, at, values); });
  if (reads || !any_name(statement, is_torch)) return reads;
  return any_name(statement, calls_more_than_makers) || any_header(statement.nodes, works_by_signs);
}

bool makes_empty(const Statement& statement) {
  const bool by_name = any_name(statement, [](Tokens tokens, std::size_t at) {
    return is_attribute(tokens, at) && (tokens[at].is("zeros") || tokens[at].is("empty"));
  });
  return by_name || any_header(statement.nodes, [](Tokens tokens) {
           for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
             if (tokens[i].is("[") && tokens[i + 1].is("]")) return true;
           }
           return false;
         });
}

}  // namespace attn::python
