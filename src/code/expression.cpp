#include "code/expression.h"

#include <algorithm>
#include <array>

#include "code/draws.h"

namespace attn::python {
namespace {

constexpr std::array<std::string_view, 17> keywords = {
    "and",  "or",   "not",   "in",    "is",    "if", "else", "for",  "lambda",
    "None", "True", "False", "await", "yield", "as", "from", "async"};

/// Python's own functions, unless a page takes the name for something else.
constexpr std::array<std::string_view, 31> built_in = {
    "abs",    "all",        "any",   "bool",  "dict",     "enumerate", "filter", "float",
    "int",    "isinstance", "iter",  "len",   "list",     "map",       "max",    "min",
    "next",   "open",       "print", "range", "reversed", "round",     "set",    "slice",
    "sorted", "str",        "sum",   "super", "tuple",    "type",      "zip"};

/// What gives something that shares nothing with its arguments.
constexpr std::array<std::string_view, 22> makers = {
    "zeros", "ones",     "empty",   "full",     "eye",    "arange",     "linspace",  "tensor",
    "rand",  "randn",    "randint", "randperm", "normal", "zeros_like", "ones_like", "empty_like",
    "clone", "deepcopy", "item",    "tolist",   "numel",  "size"};

bool is_in_place(std::string_view method) {
  return method.size() > 1 && method.ends_with('_') && !method.ends_with("__");
}

/// Where the innermost bracket opens that a token is in; its own place if it is in none.
std::size_t bracket_around(Tokens tokens, std::size_t at) {
  std::size_t open = at;
  while (open > 0 && tokens[open].depth >= tokens[at].depth) --open;
  return tokens[open].depth < tokens[at].depth ? open : at;
}

/// Whether a call of one of the makers ends it, and that is all that it may give.
bool gives_something_new(Tokens part) {
  if (!part.back().is(")") || find_outside(part, "else") < part.size()) return false;
  std::size_t open = part.size() - 1;
  while (open > 0 && !(part[open].is("(") && part[open].depth == part.back().depth)) --open;
  return open > 0 && is_one_of(part[open - 1].text, makers);
}

}  // namespace

Expression::Expression(Tokens tokens, const Namespace& names)
    : tokens_(tokens), names_(names), hidden_(tokens.size(), false) {
  hide_own_names();
  makes_dropout_ = has_dropout(tokens, names);
  if (makes_dropout_) draw();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::name) continue;
    if (is_draw(tokens, i)) {
      const std::string_view own = own_generator(tokens, i);
      if (own.empty()) draw();
      if (!own.empty()) effects_.changes.insert(std::string(own));
    }
    if (stands_for_itself(i)) read_name(i);
  }
}

/// The names that a comprehension or a lambda binds are its own, as far as its bracket reaches.
void Expression::hide_own_names() {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const Tokens rest = tokens_.subspan(i);
    if (tokens_[i].is("for")) {
      const std::size_t open = bracket_around(tokens_, i);
      hide(rest.first(find_outside(rest, "in")), open, closing(tokens_, open));
    } else if (tokens_[i].is("lambda")) {
      const std::size_t colon = find_outside(rest, ":");
      std::size_t end = colon;
      while (end < rest.size() && rest[end].depth >= rest[0].depth &&
             !(rest[end].depth == rest[0].depth && rest[end].is(","))) {
        ++end;
      }
      hide(rest.first(colon), i, i + end);
    }
  }
}

void Expression::hide(Tokens targets, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    const auto is_same = [&](const Token& target) { return target.text == tokens_[i].text; };
    if (tokens_[i].kind == Token::Kind::name &&
        std::any_of(targets.begin(), targets.end(), is_same)) {
      hidden_[i] = true;
    }
  }
}

Tokens Expression::inside(std::size_t open) const {
  return tokens_.subspan(open + 1, closing(tokens_, open) - open - 1);
}

/// Neither an attribute, nor a keyword, nor the name of an argument.
bool Expression::stands_for_itself(std::size_t at) const {
  const Token& token = tokens_[at];
  if (token.kind != Token::Kind::name || hidden_[at] || is_one_of(token.text, keywords))
    return false;
  if (is_one_of(token.text, built_in) && !names_.knows(token.text)) return false;
  if (at > 0 && tokens_[at - 1].is(".")) return false;
  return !(token.depth > 0 && at + 1 < tokens_.size() && tokens_[at + 1].is("="));
}

Names Expression::names_in(Tokens part) const {
  Names found;
  const auto from = static_cast<std::size_t>(part.data() - tokens_.data());
  for (std::size_t i = from; i < from + part.size(); ++i) {
    const std::string_view name = tokens_[i].text;
    if (!stands_for_itself(i) || names_.is_module(name) || names_.callable(name)) continue;
    found.insert(std::string(name));
  }
  return found;
}

/// A name, and what is done with it: x.view(2, 3)[0].
void Expression::read_name(std::size_t at) {
  const std::string_view name = tokens_[at].text;
  effects_.reads.insert(std::string(name));
  if (const Callable* callable = names_.callable(name)) {
    effects_.reads.insert(callable->reads.begin(), callable->reads.end());
    effects_.changes.insert(callable->changes.begin(), callable->changes.end());
    if (callable->seeds) seed();
  }
  std::string_view method = name;
  bool was_called = false;
  std::size_t i = at + 1;
  while (i < tokens_.size() && (tokens_[i].is(".") || tokens_[i].is("[") || tokens_[i].is("("))) {
    if (tokens_[i].is(".")) {
      method = i + 1 < tokens_.size() ? tokens_[i + 1].text : "";
      i += 2;
      continue;
    }
    if (tokens_[i].is("(")) {
      read_call(at, method, i, !was_called);
      was_called = true;
    }
    method = "";
    i = closing(tokens_, i) + 1;
  }
  const bool is_given_on = names_.is_dropout(name) && i == at + 1;
  makes_dropout_ = makes_dropout_ || is_given_on;
  if (is_given_on && tokens_[at].depth > tokens_[0].depth) draw();
}

void Expression::read_call(std::size_t root, std::string_view method, std::size_t open,
                           bool is_first) {
  const std::string_view name = tokens_[root].text;
  const bool is_method = open > root + 1 && !method.empty();
  if (is_first && method == "manual_seed" && names_.is_module(name)) seed();
  if (is_method && is_in_place(method)) {
    effects_.changes.merge(names_.is_module(name) ? names_in(inside(open))
                                                  : Names{std::string(name)});
  }
  const Callable* callable = names_.callable(name);
  if (callable && open == root + 1) change_arguments(*callable, open);
  if (names_.is_dropout(name) && !only_looks(method)) draw();
  if (is_method && root == 0 && closing(tokens_, open) + 1 == tokens_.size() &&
      !names_.is_module(name)) {
    last_call_ = {method, name};
  }
}

void Expression::change_arguments(const Callable& callable, std::size_t open) {
  std::size_t place = 0;
  for (const Tokens argument : between_commas(inside(open))) {
    const bool is_named = argument.size() > 1 && argument[1].is("=");
    const bool is_unpacked = argument[0].is("*") || argument[0].is("**");
    const std::string_view parameter = is_named ? argument[0].text
                                       : place < callable.parameters.size()
                                           ? std::string_view(callable.parameters[place])
                                           : std::string_view();
    if (is_unpacked || callable.changed.contains(parameter)) {
      effects_.changes.merge(names_in(argument));
    }
    ++place;
  }
}

void Expression::draw() {
  if (effects_.binds.contains(generator_state)) return;
  effects_.reads.insert(std::string(generator_state));
  effects_.changes.insert(std::string(generator_state));
}

/// Not for certain where it may happen no time.
void Expression::seed() {
  const auto is_conditional = [](const Token& token) {
    return token.is("for") || token.is("if") || token.is("lambda") || token.is("and") ||
           token.is("or");
  };
  const bool is_uncertain = std::any_of(tokens_.begin(), tokens_.end(), is_conditional);
  (is_uncertain ? effects_.changes : effects_.binds).insert(std::string(generator_state));
}

Names Expression::sources() const {
  Names found;
  for (const Tokens part : between_commas(tokens_)) {
    if (!gives_something_new(part)) found.merge(names_in(part));
  }
  return found;
}

}  // namespace attn::python
