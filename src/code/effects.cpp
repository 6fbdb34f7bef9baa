#include <algorithm>
#include <iterator>

#include "code/draws.h"
#include "code/expression.h"
#include "code/names.h"

namespace attn::python {
namespace {

Tokens behind(Tokens tokens, std::size_t at) {
  return tokens.subspan(std::min(at + 1, tokens.size()));
}

/// Adds what an expression does; what it changes, changes under other names, too.
Expression read(Tokens tokens, const Namespace& names, Effects& effects) {
  Expression expression(tokens, names);
  Effects all = expression.effects();
  for (const std::string& name : expression.effects().changes) {
    all.changes.merge(names.related(name));
  }
  effects.then(all);
  return expression;
}

// ---- Names that are bound -----------------------------------------------------------------------

void bind(const std::string& name, const Names& sources, Namespace& names, Effects& effects) {
  effects.binds.insert(name);
  effects.assigned.insert(name);
  names.bind(name, sources);
}

/// The names of `a, (b, *c)`, and what `x[i]` and `x.a` do to x.
void assign(Tokens targets, const Names& sources, Namespace& names, Effects& effects) {
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i].kind != Token::Kind::name) continue;
    const std::string name(targets[i].text);
    std::size_t end = i + 1;
    while (end < targets.size() && (targets[end].is(".") || targets[end].is("["))) {
      end = targets[end].is(".") ? end + 2 : closing(targets, end) + 1;
    }
    if (end == i + 1) {
      bind(name, sources, names, effects);
      continue;
    }
    end = std::min(end, targets.size());
    read(targets.subspan(i, end - i), names, effects);
    effects.changes.merge(names.related(name));
    i = end - 1;
  }
}

/// `import a.b`, `import a as b`, `from a import b`.
void import_names(Tokens statement, Namespace& names, Effects& effects) {
  const std::size_t import = find_outside(statement, "import");
  for (const Tokens part : between_commas(behind(statement, import))) {
    const bool is_renamed = part.size() > 2 && part[part.size() - 2].is("as");
    const std::string name(is_renamed ? part.back().text : part[0].text);
    bind(name, {}, names, effects);
    names.bind_module(name);
  }
}

// ---- Statements of one line ---------------------------------------------------------------------

/// Where the `=` of an assignment is, or that of `+=`; the end if there is none.
std::size_t find_assignment(Tokens statement) {
  const auto assigns = [](const Token& token) {
    return token.depth == 0 && token.kind == Token::Kind::sign && token.text.ends_with('=') &&
           !token.is("==") && !token.is("!=") && !token.is("<=") && !token.is(">=");
  };
  return static_cast<std::size_t>(std::find_if(statement.begin(), statement.end(), assigns) -
                                  statement.begin());
}

/// `a = b, c = value`, `a += value`.
void read_assignment(Tokens statement, Namespace& names, Effects& effects) {
  std::vector<Tokens> targets;
  bool goes_on_from_it = false;
  for (std::size_t equals = find_assignment(statement); equals < statement.size();
       equals = find_assignment(statement)) {
    goes_on_from_it = goes_on_from_it || !statement[equals].is("=");
    const Tokens target = statement.first(equals);
    targets.push_back(target.first(find_outside(target, ":")));
    statement = behind(statement, equals);
  }
  const Expression value = read(statement, names, effects);
  for (const Tokens target : targets) {
    Effects bound;
    if (goes_on_from_it) {
      read(target, names, effects);
      bound.changes.merge(names.related(std::string(target[0].text)));
    }
    assign(target, value.sources(), names, bound);
    if (goes_on_from_it) bound.make_uncertain();
    for (const std::string& name : bound.assigned) {
      if (value.makes_dropout()) names.bind_dropout(name);
    }
    effects.then(bound);
  }
}

/// A method that is called for itself is called for what it changes. With a list, that is the list
/// and not what is in it.
void change_by_method(const Expression::Call& call, const Namespace& names, Effects& effects) {
  constexpr std::string_view of_lists[] = {"append", "extend", "insert", "pop", "remove", "clear"};
  if (call.method.empty() || (call.method == "backward" && names.in_function)) return;
  const std::string name(call.on);
  effects.changes.insert(name);
  if (!is_one_of(call.method, of_lists)) {
    effects.changes.merge(names.related(name));
  }
}

void read_line(Tokens statement, Namespace& names, Effects& effects) {
  constexpr std::string_view words[] = {"return", "assert", "raise", "del",     "yield",
                                        "@",      "pass",   "break", "continue"};
  if (statement[0].is("import") || statement[0].is("from")) {
    import_names(statement, names, effects);
  } else if (find_assignment(statement) < statement.size()) {
    read_assignment(statement, names, effects);
  } else if (is_one_of(statement[0].text, words)) {
    read(behind(statement, 0), names, effects);
  } else {
    change_by_method(read(statement, names, effects).last_call(), names, effects);
  }
}

// ---- Functions and classes ----------------------------------------------------------------------

/// The parameters between a header's brackets.
std::vector<Tokens> parameters_of(const Node& node) {
  const Tokens header = node.header;
  const std::size_t open = find_outside(header, "(");
  if (open == header.size()) return {};
  return between_commas(header.subspan(open + 1, closing(header, open) - open - 1));
}

/// Any token of a node and what is below it.
bool has_dropout(const Node& node, const Namespace& names) {
  return python::has_dropout(node.header, names) ||
         std::any_of(node.body.begin(), node.body.end(),
                     [&](const Node& below) { return has_dropout(below, names); });
}

/// `inner` without what is a function's own.
Names beyond(const Names& inner, const Names& own) {
  Names outer;
  std::set_difference(inner.begin(), inner.end(), own.begin(), own.end(),
                      std::inserter(outer, outer.end()));
  return outer;
}

Callable function_of(const Node& node, Namespace names) {
  names.in_function = true;
  Callable callable;
  Namespace first_look = names;
  Names own = effects_of(node.body, first_look).assigned;
  for (const Tokens parameter : parameters_of(node)) {
    const auto name = std::find_if(parameter.begin(), parameter.end(), [](const Token& token) {
      return token.kind == Token::Kind::name;
    });
    if (name == parameter.end()) continue;
    callable.parameters.emplace_back(name->text);
    own.emplace(name->text);
  }
  for (const std::string& name : own) names.bind(name);
  const Effects effects = effects_of(node.body, names);
  callable.reads = beyond(effects.reads, own);
  callable.changes = beyond(effects.changes, own);
  callable.seeds = effects.binds.contains(generator_state);
  callable.drops = has_dropout(node, names);
  for (const std::string& parameter : callable.parameters) {
    if (effects.changes.contains(parameter)) callable.changed.insert(parameter);
  }
  return callable;
}

/// What making an object of the class does, or calling a method of it.
Callable class_of(const Node& node, Namespace names) {
  Callable whole;
  Effects all;
  for (const Tokens base : parameters_of(node)) {
    const Callable* callable = names.callable(base[0].text);
    if (!callable) continue;
    all.then({callable->reads, {}, callable->changes, {}});
    whole.drops = whole.drops || callable->drops;
  }
  for (const bool is_first : {true, false}) {  // what makes the object comes before the rest
    for (const Node& below : node.body) {
      const bool makes = below.header.size() > 1 && below.header[1].is("__init__");
      if (!below.begins("def") || makes != is_first) continue;
      const Callable method = function_of(below, names);
      Effects effects{method.reads, {}, method.changes, {}};
      if (method.seeds) effects.binds.insert(std::string(generator_state));
      all.then(effects);
      whole.drops = whole.drops || method.drops;
      if (makes && !method.parameters.empty()) {
        whole.parameters.assign(method.parameters.begin() + 1, method.parameters.end());
      }
    }
  }
  whole.reads = all.reads;
  whole.changes = all.changes;
  whole.seeds = all.binds.contains(generator_state);
  return whole;
}

void define(const Node& node, Namespace& names, Effects& effects) {
  const std::string name(node.header.size() > 1 ? node.header[1].text : "");
  const bool is_class = node.begins("class");
  for (const Tokens parameter : parameters_of(node)) {  // a base, or a default
    const std::size_t equals = is_class ? find_outside(parameter, "=") : 0;
    const bool is_base = is_class && equals == parameter.size();
    read(is_base ? parameter : behind(parameter, find_outside(parameter, "=")), names, effects);
  }
  Callable callable = is_class ? class_of(node, names) : function_of(node, names);
  bind(name, {}, names, effects);
  names.bind_callable(name, std::move(callable));
}

// ---- Statements with a body ---------------------------------------------------------------------

void read_with(Tokens header, Namespace& names, Effects& effects) {
  for (const Tokens item : between_commas(behind(header, 0))) {
    const std::size_t as = find_outside(item, "as");
    const Names sources = read(item.first(as), names, effects).sources();
    assign(behind(item, as), sources, names, effects);
  }
}

void read_compound(const Node& node, Namespace& names, Effects& effects) {
  const Tokens header = node.header;
  if (node.begins("def") || node.begins("class")) return define(node, names, effects);
  if (node.begins("with")) {
    read_with(header, names, effects);
    return effects.then(effects_of(node.body, names));
  }
  Effects perhaps;
  if (node.begins("for")) {
    const std::size_t in = find_outside(header, "in");
    const Names sources = read(behind(header, in), names, perhaps).sources();
    assign(header.subspan(1, in - 1), sources, names, perhaps);
  } else {
    read(behind(header, 0), names, perhaps);
  }
  perhaps.then(effects_of(node.body, names));
  perhaps.make_uncertain();
  effects.then(perhaps);
}

}  // namespace

Effects effects_of(const std::vector<Node>& nodes, Namespace& names) {
  Effects effects;
  for (const Node& node : nodes) {
    Effects next;
    if (node.body.empty()) {
      read_line(node.header, names, next);
    } else {
      read_compound(node, names, next);
    }
    effects.then(next);
  }
  return effects;
}

}  // namespace attn::python
