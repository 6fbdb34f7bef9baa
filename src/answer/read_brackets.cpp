#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <utility>

#include "answer/bracket_array.h"
#include "answer/bracket_names.h"
#include "answer/scan.h"

namespace attn {
namespace {

/// A tensor, and what is known of it beside what an Answer tells.
struct Bracketed {
  Answer answer{};
  NameBefore before{};
  bool is_bare = false;  ///< nothing but a list: it may be a shape
};

/// Reads tensors in brackets out of a text with other things in between, as a session prints them:
/// `attn_weights = tensor([[0.1, 0.2]], grad_fn=<…>)`, NumPy's brackets without commas, JSON lists,
/// tuples, C++'s and Mathematica's braces, lists of tensors.
class BracketReader {
 public:
  explicit BracketReader(const Source& source) : source_(source), text_(source.text) {}

  std::vector<Answer> read(std::optional<UserError>& doubt) {
    while ((at_ = text_.find_first_of("[({=", at_)) != std::string_view::npos) {
      if (text_[at_] == '[') {
        square();
      } else if (text_[at_] == '(') {
        round();
      } else if (text_[at_] == '{') {
        if (!dict_of_numbers()) tuple();
      } else {
        numpy_scalar();
      }
    }
    if (!doubt) doubt = std::move(doubt_);
    return answers();
  }

 private:
  std::string_view before() const { return text_.substr(0, at_); }
  /// The text since the last tensor, as much of it as a name may take.
  std::string_view between() const {
    constexpr std::size_t longest = 500;
    const std::size_t from = std::max(behind_last_, at_ > longest ? at_ - longest : 0);
    return text_.substr(from, at_ - from);
  }

  /// tensor(0.9544), np.float32(0.9544)
  void round() {
    const std::string_view word = word_at_end(before());
    if (is_wrapper(word)) {
      const std::size_t start = at_++;
      number(start);
    } else if (word.empty() && !before().ends_with(')') && !before().ends_with(']')) {
      tuple();
    } else {
      ++at_;
    }
  }

  /// <tf.Tensor: shape=(), dtype=float32, numpy=0.9544>
  void numpy_scalar() {
    const std::size_t start = at_++;
    if (text_.substr(0, start).ends_with("numpy")) number(start);
  }

  /// The number at at_, whose tensor starts with what is before `start`.
  void number(std::size_t start) {
    std::size_t at = at_;
    while (at < text_.size() && text_[at] == ' ') ++at;
    const std::optional<Reading> reading = scan_value(source_, at);
    const char next = at < text_.size() ? text_[at] : ')';
    if (!reading || std::string_view(",)> \n").find(next) == std::string_view::npos) return;
    Bracketed found{.answer = {.readings = {*reading}}};
    at_ = start + 1;
    found.before = name_before(between());
    at_ = at;
    add(start, std::move(found), true);
  }

  /// {'loss': 0.5, 'accuracy': 0.25}: numbers with names, and nothing else.
  bool dict_of_numbers() {
    std::vector<Answer> numbers;
    std::size_t at = at_ + 1;
    const auto skip_blanks = [&] {
      at = std::min(text_.find_first_not_of(" \n", at), text_.size());
      return at < text_.size() ? text_[at] : '\0';
    };
    for (char next = skip_blanks(); next != '}'; next = skip_blanks()) {
      if (next != '\'' && next != '"') return false;
      const std::size_t end = text_.find_first_of(next == '"' ? "\"\n" : "'\n", at + 1);
      if (end == std::string_view::npos || text_[end] != next) return false;
      numbers.push_back({.name = std::string(text_.substr(at + 1, end - at - 1))});
      at = end + 1;
      if (skip_blanks() != ':' || (++at, skip_blanks()) == '\0') return false;
      const std::optional<Reading> number = scan_value(source_, at);
      if (!number || numbers.size() > max_answers) return false;
      numbers.back().readings.push_back(*number);
      if (skip_blanks() == ',') ++at;
    }
    const std::size_t start = std::exchange(at_, at + 1);
    for (Answer& number : numbers) {
      NameBefore before{.name = is_name(number.name) ? number.name : ""};
      add(start, {.answer = std::move(number), .before = std::move(before)}, false);
    }
    return true;
  }

  /// Numbers in ( ) or { }: taken if they cannot be a shape or something else.
  void tuple() {
    const std::size_t start = at_;
    const std::size_t inside = std::min(text_.find_first_not_of("({ \n", at_), text_.size());
    const std::string_view rest = text_.substr(inside, 2);
    const bool is_number =
        !rest.empty() && (std::isdigit(static_cast<unsigned char>(rest[0])) != 0 ||
                          rest[0] == '-' || rest[0] == '.' || rest[0] == '+');
    if (!is_number || inside - start > 100) {
      at_ = inside;
      return;
    }
    Bracketed found{.before = name_before(between())};
    Attempt attempt = failures_ < most_failures ? read_array(start) : Attempt{};
    at_ = std::max(attempt.end, start + 1);
    if (!attempt.answer) return note_doubt(start);
    const std::vector<Reading>& readings = attempt.answer->readings;
    const bool has_decimals = std::any_of(readings.begin(), readings.end(), [](const Reading& x) {
      return x.decimals > 0 || !std::isfinite(x.value);
    });
    if (readings.size() < 2 || (attempt.answer->shape.rank() < 2 && !has_decimals)) return;
    found.answer = std::move(*attempt.answer);
    add(start, std::move(found), false);
  }

  struct Attempt {
    std::optional<Answer> answer{};
    std::size_t end = 0;
    bool is_surely_tensor = false, has_calls = false, has_line_prefix = false;
  };

  /// Reads what opens at `start`, if it is an array. Looks at no more of the text than a few times
  /// what it reads, so that failing is cheap.
  Attempt read_array(std::size_t start) {
    if (!may_be_array(start)) return {.end = start + 1};
    constexpr std::size_t before = 256;
    constexpr std::size_t longest_word = 64;
    const std::size_t from = start > before ? start - before : 0;
    for (std::size_t width = 512;; width *= 8) {
      const Source near{text_.substr(from, start - from + width), ""};
      const bool is_cut = from + near.text.size() < text_.size();
      BracketArray array(near, start - from);
      Attempt attempt;
      try {
        attempt.answer = array.read();
        for (Reading& reading : attempt.answer->readings) {
          reading.offset += static_cast<std::uint32_t>(from);
        }
      } catch (const UserError&) {
        if (is_cut && array.end() + longest_word >= near.text.size()) continue;
        if (++failures_ > most_failures) fail_at(start);
        attempt.is_surely_tensor = array.is_surely_tensor();
        attempt.has_calls = array.is_list_of_calls();
      }
      attempt.end = from + array.end();
      attempt.has_line_prefix = array.has_line_prefix();
      return attempt;
    }
  }

  /// Whether the first thing in brackets is a number, a call, a key or another bracket: a glance
  /// that spares logs (`[INFO]`, `[00:01<00:02`) the reading.
  bool may_be_array(std::size_t start) const {
    const std::size_t first = std::min(text_.find_first_not_of("[({ \n\t\r", start), text_.size());
    if (first == text_.size() || first - start > 100) return true;
    if (std::string_view("])}.'\"").find(text_[first]) != std::string_view::npos) return true;
    std::size_t at = first;
    const Source near{text_.substr(0, first + 64), ""};
    try {
      if (!scan_value(near, at)) {
        const std::string_view word = near.text.substr(first);
        return is_wrapper(word.substr(0, word.find('('))) || word.starts_with("…");
      }
    } catch (const UserError&) {
      return true;  // a number out of range
    }
    return at >= near.text.size() ||
           std::string_view(" ,;\n\t\r])}\"'#/").find(text_[at]) != std::string_view::npos;
  }

  /// Throws what is wrong with the array that opens at `start`.
  void fail_at(std::size_t start) const { BracketArray(source_, start).read(); }

  void note_doubt(std::size_t start) {
    if (doubt_) return;
    try {
      fail_at(start);
    } catch (const UserError& error) {
      doubt_ = error;
    }
  }

  void square() {
    const std::size_t start = at_;
    if (text_.substr(start, 2) == "[]") {
      at_ += 2;
      return;
    }
    const std::string_view word = word_at_end(before());
    if (is_index(word) || is_label_of_row()) {
      at_ = std::min(text_.find_first_of("]\n", at_), text_.size() - 1) + 1;
      return;
    }
    Bracketed found{.before = name_before(between())};
    if (found.before.is_shape) return shape();
    if (BracketArray::is_list_of_matrices(text_, at_)) {
      ++at_;
      return;
    }
    const bool is_called = is_in_call();
    Attempt attempt = read_array(start);
    if (!attempt.answer) {
      if (is_called ? !attempt.has_calls : attempt.is_surely_tensor) fail_at(start);
      at_ = start + 1;
      return note_doubt(start);
    }
    at_ = attempt.end;
    found.answer = std::move(*attempt.answer);
    if (attempt.has_line_prefix && found.before.is_label) found.before = {};
    found.is_bare = !is_called;
    add(start, std::move(found), is_called);
  }

  /// Whether `tensor(` stands in front of at_.
  bool is_in_call() const {
    const std::size_t last = before().find_last_not_of(" \n");
    return last != std::string_view::npos && text_[last] == '(' &&
           is_wrapper(word_at_end(text_.substr(0, last)));
  }

  /// Whether the bracket at at_ belongs to `x[1]`.
  bool is_index(std::string_view word) const {
    const char last = at_ > 0 ? text_[at_ - 1] : ' ';
    if (!word.empty()) return !is_element_type(word);
    if (last == ']') return behind_last_ != at_;
    return last == '_' || last == ')' || last == '"' || last == '\'' || last < 0;
  }

  /// R's [1,] and [,2], and its [1] in front of numbers.
  bool is_label_of_row() const {
    const std::size_t close = text_.find_first_of("]\n", at_ + 1);
    if (close == std::string_view::npos || text_[close] == '\n' || close > at_ + 12) return false;
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    if (inside.empty() || inside.find_first_not_of("0123456789, ") != std::string_view::npos) {
      return false;
    }
    if (inside.front() == ',' || (inside.back() == ',' && close + 1 < text_.size())) {
      return inside.front() == ',' || text_[close + 1] == ' ';
    }
    const std::size_t last = text_.find_last_not_of(' ', at_ > 0 ? at_ - 1 : 0);
    const bool starts_line = at_ == 0 || last == std::string_view::npos || text_[last] == '\n';
    if (!starts_line || close + 1 >= text_.size()) return false;
    std::size_t at = std::min(text_.find_first_not_of(' ', close + 1), text_.size() - 1);
    const bool is_alone = inside.find_first_of(", ") == std::string_view::npos;
    return is_alone && text_[close + 1] == ' ' && scan_value(source_, at).has_value();
  }

  /// Size([6, 2]): taken as the shape of flat data beside it.
  void shape() {
    const Attempt attempt = read_array(at_);
    shape_.reset();
    at_ = std::max(at_ + 1, attempt.end);
    if (!attempt.answer) return;
    Shape shape;
    for (const Reading& size : attempt.answer->readings) {
      if (shape.rank() < Dims::max_rank && 0 < size.value && size.value < 1e6) {
        shape.push_back(static_cast<Size>(size.value));
      }
    }
    shape_ = shape;
    if (!found_.empty()) reshape(found_.back());
  }

  void reshape(Bracketed& found) {
    const bool is_flat = found.before.is_flat_data && found.answer.shape.rank() == 1;
    const auto cells = static_cast<Size>(found.answer.readings.size());
    if (!shape_ || !is_flat || !is_shape_of(*shape_, cells)) return;
    found.answer.shape = *shape_;
    found.before.is_flat_data = false;
  }

  /// Whether only brackets, commas and the words of wrappers stand in front of the next tensor, or
  /// a number or a label as in front of the last.
  bool follows_last(const Bracketed& next) const {
    const Bracketed& last = found_.back();
    const std::string_view rest = text_.substr(behind_last_, start_ - behind_last_);
    if (next.before.index) return last.before.index.has_value();
    if (next.answer.is_label) return last.answer.is_label && rest.size() < 80;
    if (!next.answer.name.empty()) return false;
    for (std::size_t at = 0; at < rest.size();) {
      const char c = rest[at];
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
        const std::size_t end = std::min(rest.find('(', at), rest.size());
        if (!is_wrapper(rest.substr(at, end - at))) return false;
        at = end;
      } else if (std::string_view(" \t\n,()[]{}.").find(c) == std::string_view::npos) {
        return false;
      } else {
        ++at;
      }
    }
    return true;
  }

  void add(std::size_t start, Bracketed found, bool is_called) {
    start_ = std::max(start, behind_last_);
    Answer& answer = found.answer;
    if (answer.readings.empty()) {
      behind_last_ = at_;
      return;
    }
    answer.name = found.before.index ? "" : found.before.name;
    answer.is_label = !answer.name.empty() && found.before.is_label;
    const Answer* last = found_.empty() ? nullptr : &found_.back().answer;
    answer.follows = last && last->shape == answer.shape && follows_last(found);
    if (is_called) answer.dtype = rest_of_call();
    if (!is_called) skip_rest_of_line();
    reshape(found);
    count_ += answer.readings.size();
    if (count_ > max_answer_numbers) fail_too_many_numbers(source_, start);
    if (found_.size() >= max_answers && !found.before.index) fail_too_many_answers(source_, start);
    found_.push_back(std::move(found));
    behind_last_ = at_;
  }

  /// `, dtype=torch.bfloat16, grad_fn=<AddBackward0>)`, which may go on in the next line. Its type.
  std::string rest_of_call() {
    int depth = 1;
    std::size_t at = at_;
    std::size_t lines = 0;
    for (; at < text_.size() && depth > 0 && lines < 3 && at < at_ + 300; ++at) {
      if (text_[at] == '(') ++depth;
      if (text_[at] == ')') --depth;
      if (text_[at] == '[') break;
      if (text_[at] == '\n') ++lines;
    }
    if (depth > 0) return {};
    const std::string_view rest = text_.substr(at_, at - at_);
    at_ = at;
    const std::size_t dtype = rest.find("dtype=");
    return dtype == std::string_view::npos ? "" : dtype_in(rest.substr(dtype, 24));
  }

  /// `)` of a call around it.
  void skip_rest_of_line() {
    const std::size_t end = text_.find_first_of(")\n[(", at_);
    const bool is_close = end != std::string_view::npos && text_[end] == ')' &&
                          trimmed(text_.substr(at_, end - at_)).empty();
    if (is_close) at_ = end + 1;
  }

  /// Whether a list is the shape of a tensor beside it: print(list(x.shape)).
  bool is_shape_of_neighbour(std::size_t i) const {
    const Answer& answer = found_[i].answer;
    if (!found_[i].is_bare || answer.shape.rank() != 1) return false;
    if (!answer.name.empty() && !answer.is_label) return false;
    const auto is_it = [&](const Bracketed& other) {
      const Answer& neighbour = other.answer;
      if (other.is_bare && neighbour.shape.rank() < 2) return false;
      if (std::cmp_not_equal(neighbour.shape.rank(), answer.readings.size())) return false;
      for (std::size_t axis = 0; axis < answer.readings.size(); ++axis) {
        const Reading& size = answer.readings[axis];
        const auto expected = static_cast<double>(neighbour.shape[static_cast<int>(axis)]);
        if (size.decimals > 0 || size.value != expected) return false;
      }
      return true;
    };
    return (i > 0 && is_it(found_[i - 1])) || (i + 1 < found_.size() && is_it(found_[i + 1]));
  }

  /// How many from `i` on are numbered 0, 1, 2 … (or 1, 2 …), and so are slices of one tensor.
  std::size_t numbered(std::size_t i) const {
    const Bracketed& first = found_[i];
    if (!first.before.index || *first.before.index > 1 || first.answer.shape.rank() > 1) return 1;
    std::size_t count = 1;
    while (i + count < found_.size()) {
      const Bracketed& next = found_[i + count];
      const bool goes_on = next.before.index &&
                           *next.before.index == *first.before.index + static_cast<Size>(count) &&
                           next.before.name == first.before.name &&
                           next.answer.shape == first.answer.shape;
      if (!goes_on) break;
      ++count;
    }
    return count;
  }

  std::vector<Answer> answers() {
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < found_.size();) {
      const std::size_t count = numbered(i);
      const bool is_shape = count == 1 && is_shape_of_neighbour(i);
      Answer answer = std::move(found_[i].answer);
      if (count > 1) {
        answer.shape = answer.shape.inserted(0, static_cast<Size>(count));
        answer.name = found_[i].before.name;
        answer.is_label = found_[i].before.is_label;
        for (std::size_t k = 1; k < count; ++k) {
          const std::vector<Reading>& more = found_[i + k].answer.readings;
          answer.readings.insert(answer.readings.end(), more.begin(), more.end());
        }
      }
      i += count;
      if (is_shape) continue;
      if (answers.size() == max_answers) fail_too_many_answers(source_, answer.readings[0].offset);
      answers.push_back(std::move(answer));
    }
    return answers;
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;        // of the tensor that was read last
  std::size_t behind_last_ = 0;  // where the text before the next tensor starts
  std::size_t count_ = 0;        // numbers
  std::vector<Bracketed> found_{};
  std::optional<Shape> shape_{};
  std::optional<UserError> doubt_{};
  // Nobody's text has as many brackets that begin as arrays and are none.
  static constexpr std::size_t most_failures = 5'000;
  std::size_t failures_ = 0;
};

}  // namespace

std::vector<Answer> read_brackets(const Source& source, std::optional<UserError>& doubt) {
  return BracketReader(source).read(doubt);
}

}  // namespace attn
