#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "answer/answer.h"
#include "lesson/user_error.h"

namespace attn {

// What the readers of all forms share.

/// The number at `at`, which is moved behind it: decimals, inf, nan, True and False, in PyTorch's,
/// NumPy's and JSON's spelling. Nothing if there is none.
std::optional<Reading> scan_number(const Source& source, std::size_t& at);

/// The same, and the numbers of other languages: 0.5f, 1.0f-5, 1*^-5, 12.5%, float('-inf'), NA.
std::optional<Reading> scan_value(const Source& source, std::size_t& at);

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
  /// Ends a row that has no brackets of its own: `;` in [1 2; 3 4].
  void end_row(std::size_t offset);
  bool is_complete() const { return depth_ == 0; }
  int depth() const { return depth_; }
  const std::vector<Reading>& readings() const { return readings_; }
  /// REQUIRES: is_complete().
  Answer take();

 private:
  const Source& source_;
  int depth_ = 0;
  int depth_of_numbers_ = -1;
  Dims counts_{};  // what the open brackets hold so far
  Dims sizes_{};   // how much each level holds; -1: not known yet
  std::vector<Reading> readings_{};
  std::size_t row_ = 0;  // where the row starts that `;` ends
  Size rows_ = 0;        // that were ended by it
};

/// The type that `text` names, as PyTorch calls it: "bfloat16" for torch.bfloat16, BFloat16 and
/// bf16. Empty if it names none.
std::string dtype_in(std::string_view text);

/// Adds a tensor of a text to those before it, if it holds numbers. Refuses too many.
void keep(const Source& source, std::size_t offset, Answer answer, std::vector<Answer>& answers);

/// Refuse more numbers and more tensors than are taken.
[[noreturn]] void fail_too_many_numbers(const Source& source, std::size_t offset);
[[noreturn]] void fail_too_many_answers(const Source& source, std::size_t offset);

/// Whether a text is meant to be JSON with names in it. A printed dict is not, nor is what Python
/// calls JSON, with a bare NaN or Infinity.
bool is_json(const Source& source);

// One reader for each form. They return nothing if the text is not of that form at all.
std::vector<Answer> read_page_text(const Source& source);
std::vector<Answer> read_json(const Source& source);
std::vector<Answer> read_html(const Source& source);
std::vector<Answer> read_latex(const Source& source);
std::vector<Answer> read_yaml(const Source& source);
/// These two leave alone what may be prose or a log. If nothing else is found, `doubt` is what is
/// wrong with it as a tensor.
std::vector<Answer> read_brackets(const Source& source, std::optional<UserError>& doubt);
std::vector<Answer> read_tables(const Source& source, std::optional<UserError>& doubt);

/// Whether a text holds pages of this program: a title with a step's id, and a line drawn below it.
bool is_page_text(const Source& source);

/// What the outputs of a notebook (.ipynb) show, as text; nothing if it is none.
std::optional<std::string> outputs_of_notebook(const Source& source);

/// Whether a shape that a text tells, whose sizes may be anything, is that of so many numbers.
bool is_shape_of(const Shape& told, Size numbers);

}  // namespace attn
