#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "answer/answer.h"

namespace attn {

// What the readers of all forms share.

/// The number at `at`, which is moved behind it: decimals, inf, nan, True and False, in PyTorch's,
/// NumPy's and JSON's spelling. Nothing if there is none.
std::optional<Reading> scan_number(const Source& source, std::size_t& at);

/// The part of `text` that is left without blanks around it.
std::string_view trimmed(std::string_view text);

/// As much of a word as a message quotes.
std::string_view beginning(std::string_view word);

/// Whether the whole of `text` is a name such as attn_weights or sa_v2.W_query.weight.
bool is_name(std::string_view text);

/// Refuses a number that stands for others: `...` in a print that leaves out the middle.
[[noreturn]] void fail_summarised(const Source& source, std::size_t offset);

/// Puts a tensor together from brackets and numbers, in the order they are read.
class NestedNumbers {
 public:
  explicit NestedNumbers(const Source& source) : source_(source) {}

  void open(std::size_t offset);
  void close(std::size_t offset);
  void add(const Reading& reading);
  bool is_complete() const { return depth_ == 0; }
  /// REQUIRES: is_complete().
  Answer take();

 private:
  const Source& source_;
  int depth_ = 0;
  int depth_of_numbers_ = -1;
  Dims counts_{};  // what the open brackets hold so far
  Dims sizes_{};   // how much each level holds; -1: not known yet
  std::vector<Reading> readings_{};
};

/// Adds a tensor of a text to those before it, if it holds numbers. Refuses too many.
void keep(const Source& source, std::size_t offset, Answer answer, std::vector<Answer>& answers);

/// Refuses more numbers than are taken.
[[noreturn]] void fail_too_many_numbers(const Source& source, std::size_t offset);

/// Whether a text is meant to be JSON with names in it. A printed dict is not, nor is what Python
/// calls JSON, with a bare NaN or Infinity.
bool is_json(const Source& source);

// One reader for each form. They return nothing if the text is not of that form at all.
std::vector<Answer> read_page_text(const Source& source);
std::vector<Answer> read_json(const Source& source);
std::vector<Answer> read_brackets(const Source& source);
std::vector<Answer> read_tables(const Source& source);

}  // namespace attn
