#pragma once

#include "code/names.h"

namespace attn::python {

/// What an expression does with names, read from left to right.
class Expression {
 public:
  Expression(Tokens tokens, const Namespace& names);

  const Effects& effects() const { return effects_; }
  /// The names that stand in it, modules and the pages' functions aside, but for parts between
  /// commas that give something new: torch.zeros(…), copy.deepcopy(…), x.clone().
  Names sources() const;
  /// Whether what it gives runs dropout when it is called.
  bool makes_dropout() const { return makes_dropout_; }
  /// What the method is called for that ends the expression, as in `optimizer.step()`: its own name
  /// and the name that it is called on. Empty if it is no such call.
  struct Call {
    std::string_view method, on;
  };
  Call last_call() const { return last_call_; }

 private:
  void hide_own_names();
  void hide(Tokens targets, std::size_t from, std::size_t to);
  Tokens inside(std::size_t open) const;
  bool stands_for_itself(std::size_t at) const;
  Names names_in(Tokens part) const;
  void read_name(std::size_t at);
  void read_call(std::size_t root, std::string_view method, std::size_t open, bool is_first);
  void change_arguments(const Callable& callable, std::size_t open);
  void draw();
  void seed();

  Tokens tokens_;
  const Namespace& names_;
  std::vector<bool> hidden_;  ///< names of a comprehension or a lambda
  Effects effects_{};
  bool makes_dropout_ = false;
  Call last_call_{};
};

}  // namespace attn::python
