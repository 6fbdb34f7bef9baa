#include "answer/bracket_array.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "answer/bracket_names.h"
#include "answer/plain_text.h"

namespace attn {
namespace {

constexpr std::string_view blanks = " \t\n\r";

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_digit_here(char c) {
  return '0' <= c && c <= '9';
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_letter(text[at]) || is_digit_here(text[at]) || text[at] == '.')) {
    ++at;
  }
  return at;
}

}  // namespace

BracketArray::BracketArray(const Source& source, std::size_t start)
    : source_(source), text_(source.text), start_(start), at_(start), numbers_(source) {}

Answer BracketArray::read() {
  do {
    step();
  } while (!closers_.empty() && at_ < text_.size() && !is_at_typed_line());
  if (!closers_.empty()) {
    const std::size_t end = start_ + trimmed(text_.substr(start_, at_ - start_)).size();
    source_.fail(end, {"괄호가 닫히지 않았습니다", "a bracket is never closed"},
                 {"끝까지 복사했는지 확인하십시오", "check that all of it was copied"});
  }
  const std::size_t count = numbers_.readings().size();
  if (may_have_decimal_commas_ && has_gaps_ && count >= 4 && count % 2 == 0) {
    fail_unclear_comma(source_, text_.find(',', numbers_.readings()[0].offset));
  }
  return numbers_.take();
}

bool BracketArray::is_at_typed_line() const {
  return text_.substr(at_ - 1).starts_with("\n>");
}

bool BracketArray::is_surely_tensor() const {
  const std::size_t count = numbers_.readings().size();
  const bool is_nested = text_.substr(start_).starts_with("[[") || numbers_.depth() > 1;
  if (numbers_.depth() == Dims::max_rank) return true;
  const bool is_at_bracket = at_ > start_ && text_[at_ - 1] == '[';
  return !has_calls_ && count > 0 &&
         (is_nested || (has_decimals_ && (count > 1 || is_at_bracket)) || is_at_summary());
}

void BracketArray::step() {
  const char c = text_[at_];
  if (c == '\n') {
    ++at_;
    skip_line_prefix();
  } else if (c == ',' && closers_.ends_with('c') && end_of_number_ > 0) {
    at_ = std::min(text_.find_first_of(")\n", at_), text_.size());  // , dtype=float32)
  } else if (c == ' ' || c == ',' || c == '\t' || c == '\r' || c == '"' || c == '\'') {
    ++at_;
  } else if (c == ';' && closers_ == "]") {
    numbers_.end_row(at_++);
  } else if (c == '#') {
    at_ = std::min(text_.find('\n', at_), text_.size());
  } else if (c == ']' || c == ')' || c == '}') {
    close(c);
  } else if (!open(c)) {
    number();
  }
}

bool BracketArray::open(char c) {
  if (c != '[' && c != '(' && c != '{') return false;
  if (c == '(' && skip_key()) return true;
  numbers_.open(at_++);
  closers_ += c == '[' ? ']' : c == '(' ? ')' : '}';
  return true;
}

void BracketArray::close(char c) {
  const bool is_call = closers_.ends_with('c') && c == ')';
  if (!is_call && !closers_.ends_with(c)) fail_at_no_number();
  closers_.pop_back();
  if (!is_call) numbers_.close(at_);
  ++at_;
}

/// (0, tensor(…)) and ('Your', 0.43): what enumerate and zip make. The key is no number of it.
bool BracketArray::skip_key() {
  if (closers_.empty()) return false;
  std::size_t at = at_ + 1;
  const char quote = at < text_.size() ? text_[at] : ' ';
  const bool is_quoted = quote == '\'' || quote == '"';
  if (is_quoted) {
    at = text_.find_first_of(std::string(1, quote) + "\n", at + 1);
    if (at == std::string_view::npos || text_[at] != quote) return false;
    ++at;
  } else {
    at = std::min(text_.find_first_not_of("0123456789", at), text_.size());
    if (at == at_ + 1) return false;
  }
  if (at >= text_.size() || text_[at] != ',') return false;
  at = std::min(text_.find_first_not_of(blanks, at + 1), text_.size());
  const char next = at < text_.size() ? text_[at] : ' ';
  if (!is_letter(next) && next != '[' && !(is_quoted && next != '\'' && next != '"')) return false;
  closers_ += 'c';
  at_ = at;
  return true;
}

void BracketArray::number() {
  const std::size_t start = at_;
  if (const std::optional<Reading> reading = scan_value(source_, at_)) {
    const char next = at_ < text_.size() ? text_[at_] : ' ';
    if (std::string_view(" ,;\n\t\r])}\"'#").find(next) == std::string_view::npos) {
      at_ = start;
      fail_at_no_number();
    }
    check_commas(*reading);
    end_of_number_ = at_;
    has_decimals_ = has_decimals_ || reading->decimals > 0;
    numbers_.add(*reading);
    return;
  }
  call();
}

/// tensor(0.15) and np.float32(0.15) in a list.
void BracketArray::call() {
  const std::size_t end = end_of_word(text_, at_);
  const bool is_call = end > at_ && end < text_.size() && text_[end] == '(' &&
                       is_wrapper(text_.substr(at_, end - at_));
  if (!is_call || closers_.empty() || closers_.size() > 3 * Dims::max_rank) fail_at_no_number();
  has_calls_ = true;
  closers_ += 'c';
  end_of_number_ = 0;
  at_ = end + 1;
}

/// 0,0739 is no two numbers, and 0,15 0,23 may be two or four.
void BracketArray::check_commas(const Reading& reading) {
  const std::string_view written = text_.substr(reading.offset, at_ - reading.offset);
  const bool is_whole = reading.decimals == 0 && written.find_first_of(".eE") == written.npos;
  const bool is_tight = end_of_number_ > 0 && text_.substr(end_of_number_, 1) == "," &&
                        reading.offset == end_of_number_ + 1;
  if (is_whole && written.size() > 1 && written[0] == '0' && is_digit_here(written[1])) {
    if (is_tight) fail_unclear_comma(source_, end_of_number_);
    at_ = reading.offset;
    fail_at_no_number();
  }
  const std::size_t place = numbers_.readings().size();
  may_have_decimal_commas_ = may_have_decimal_commas_ && is_whole && is_tight == (place % 2 == 1);
  if (place == 0 || is_tight) return;
  const std::string_view gap = text_.substr(end_of_number_, reading.offset - end_of_number_);
  has_gaps_ = has_gaps_ || gap.find(']') == std::string_view::npos;
}

/// In a log every line starts alike: `12:00:01 INFO - `, `E   `, `12: `, `# `.
void BracketArray::skip_line_prefix() {
  if (!prefix_) {
    constexpr std::size_t longest = 200;
    const std::size_t from = start_ > longest ? start_ - longest : 0;
    const std::string_view before = text_.substr(from, start_ - from);
    const std::size_t newline = before.rfind('\n');
    const bool is_known = newline != std::string_view::npos || from == 0;
    prefix_ = is_known ? before.substr(newline + 1) : "";
  }
  std::size_t length = 0;
  bool is_mark = false;
  while (length < prefix_->size() && at_ + length < text_.size()) {
    const char a = (*prefix_)[length];
    const char b = text_[at_ + length];
    if (a != b && !(is_digit_here(a) && is_digit_here(b))) break;
    is_mark = is_mark || (a != ' ' && a != '\t');
    ++length;
  }
  const bool ends_word =
      length > 0 && (length == prefix_->size() || text_[at_ + length - 1] == ' ');
  if (!is_mark || !ends_word) return;
  has_line_prefix_ = true;
  at_ += length;
}

bool BracketArray::is_at_summary() const {
  const std::string_view rest = text_.substr(std::min(at_, text_.size()));
  return rest.starts_with("...") || rest.starts_with("…") || rest.starts_with("⋮") ||
         rest.starts_with("⋯");
}

void BracketArray::fail_at_no_number() const {
  if (is_at_summary()) fail_summarised(source_, at_);
  const std::string_view rest = text_.substr(at_, 200);
  const std::string_view all = rest.substr(0, rest.find_first_of(",] \t\r\n"));
  const std::string_view word = beginning(all);
  if (!all.empty() && is_digit_here(all[0]) &&
      all.find_first_not_of("0123456789/") == std::string_view::npos) {
    source_.fail(at_,
                 {formatted("소수가 와야 하는데 분수 \"{}\"입니다", word),
                  formatted("expected a decimal number, got the fraction \"{}\"", word)},
                 {"소수로 쓰십시오: 1/6은 0.1667", "write it as a decimal: 0.1667 for 1/6"});
  }
  source_.fail(at_,
               {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
                formatted("expected a number, got \"{}\"", word)},
               {"텐서의 출력만 남기십시오", "leave nothing but the printed tensors"});
}

bool BracketArray::is_list_of_matrices(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(blanks, at + 1), text.size());
  const std::size_t end = end_of_word(text, at);
  if (end == at || !is_wrapper(text.substr(at, end - at))) return false;
  std::size_t depth = 0;
  for (at = end; at < text.size(); ++at) {
    if (text[at] == '[') ++depth;
    if (text[at] != '[' && text[at] != '(' && blanks.find(text[at]) == std::string_view::npos) {
      break;
    }
  }
  return depth > 1;
}

}  // namespace attn
