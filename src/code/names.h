#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "code/python.h"

/// What a statement does with names: what it reads, binds and changes.

namespace attn::python {

using Names = std::set<std::string, std::less<>>;

/// The state of torch's generator, as a name: torch.manual_seed binds it, a draw reads and changes
/// it. No name of Python looks like it.
inline constexpr std::string_view generator_state = "<generator>";

struct Effects {
  Names reads{};     ///< what must be there before
  Names binds{};     ///< what is new afterwards, whatever it was before
  Names changes{};   ///< what may be another afterwards, but goes on from what it was
  Names assigned{};  ///< all that is bound anywhere in it, if only perhaps

  /// What both do, `next` after this.
  void then(const Effects& next);
  /// The same, if all of it happens perhaps.
  void make_uncertain();

  /// Whether any of these names is another afterwards.
  bool touch(const Names& later) const;
  /// Of names that are read after it, makes those that are then read before it.
  void go_before(Names& later) const;
};

/// A function or a class that pages define: what it does when it is called.
struct Callable {
  Names reads{}, changes{};  ///< beyond its own names
  bool seeds = false;        ///< whether it seeds the generator before it draws
  bool drops = false;        ///< whether there is dropout in it, or in what it makes
  std::vector<std::string> parameters{};
  Names changed{};  ///< those of the parameters that it changes
};

/// What is known of the names, after the statements so far.
class Namespace {
 public:
  void bind(const std::string& name, Names sources = {});
  void bind_module(const std::string& name);
  void bind_callable(const std::string& name, Callable callable);
  void bind_dropout(const std::string& name) { dropouts_.insert(name); }

  /// Whether it is bound.
  bool knows(std::string_view name) const { return sources_.contains(name); }
  bool is_module(std::string_view name) const { return modules_.contains(name); }
  bool is_dropout(std::string_view name) const { return dropouts_.contains(name); }
  /// Null if the name is no function or class of the pages.
  const Callable* callable(std::string_view name) const;

  /// Names whose values may share something with that of `name`: those that it was made from, and
  /// what was made from these.
  Names related(const std::string& name) const;

  bool in_function = false;

 private:
  Names made_from(const std::string& name) const;

  Names modules_{}, dropouts_{};
  std::map<std::string, Callable, std::less<>> callables_{};
  std::map<std::string, Names, std::less<>> sources_{};
};

/// What these statements do, one after another, all that is known updated.
///
/// It holds for code in which
///  - a name is changed by what is visibly done to it: `x[i] = …`, `x.a = …`, `x += …`, a call
///    whose name ends in `_`, a method that is called for itself (`optimizer.step()`), or a
///    function of the pages that does one of these to a parameter; or to what was made from it;
///  - what a function of the pages gives back shares nothing with the globals that it reads;
///  - what an object's methods read beyond it is not bound anew after the object was made;
///  - gradients that a function leaves on its parameters are not read after it;
///  - nothing is read by a name in a text (`globals()`, `exec`), and nothing is imported by `*`.
/// Whatever might draw counts as a draw: see is_draw() in draws.h.
Effects effects_of(const std::vector<Node>& nodes, Namespace& names);

}  // namespace attn::python
