#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "answer/answer.h"
#include "answer/scan.h"

namespace attn {

/// Reads one tensor in brackets: [[1, 2], [3, 4]], [1 2; 3 4], ((1, 2), (3, 4)), {{1, 2}},
/// [tensor(1.), tensor(2.)], [('a', tensor([1.])), …]. Every line may start as its first one does,
/// as in a log.
class BracketArray {
 public:
  /// REQUIRES: a bracket opens at `start`.
  BracketArray(const Source& source, std::size_t start);

  /// Throws UserError for anything that is no number and no bracket.
  Answer read();

  std::size_t end() const { return at_; }  ///< behind what was read
  /// If it could not be read to its end: whether it is a damaged tensor all the same, not prose.
  bool is_surely_tensor() const;
  /// Whether it holds calls, as `[tensor(…), tensor(…)]` does.
  bool is_list_of_calls() const { return has_calls_; }
  /// Whether its lines start as the first one does.
  bool has_line_prefix() const { return has_line_prefix_; }

  /// Whether `[` at `at` is a list of tensors with two axes or more: those are told apart.
  static bool is_list_of_matrices(std::string_view text, std::size_t at);

 private:
  void step();
  bool open(char c);
  void close(char c);
  void number();
  void call();
  bool skip_key();
  void skip_line_prefix();
  void check_commas(const Reading& reading);
  bool is_at_summary() const;
  bool is_at_typed_line() const;  ///< as without_typing() leaves it
  [[noreturn]] void fail_at_no_number() const;

  const Source& source_;
  std::string_view text_;
  std::size_t start_;
  std::size_t at_;
  NestedNumbers numbers_;
  std::string closers_{};                     // what must close, innermost last; 'c': `)` of a call
  std::size_t end_of_number_ = 0;             // of the last one
  std::optional<std::string_view> prefix_{};  // of the first line; known once there is a second
  bool has_calls_ = false, has_line_prefix_ = false, has_decimals_ = false;
  // Whether 0,15 0,23 may be two numbers: every second comma is tight, and no other.
  bool may_have_decimal_commas_ = true;
  bool has_gaps_ = false;
};

}  // namespace attn
