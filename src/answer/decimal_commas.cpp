#include <algorithm>

#include "answer/plain_text.h"
#include "answer/scan.h"

namespace attn {
namespace {

bool is_decimal_digit(char c) {
  return '0' <= c && c <= '9';
}

/// Counts what the commas of a text can be, word by word. Words in brackets are left to whoever
/// reads brackets.
class Commas {
 public:
  explicit Commas(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text.size() && !has_points_;) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      line(at, end);
      at = end + 1;
    }
  }

  /// Where commas can be read either way; npos: nowhere.
  std::size_t unclear() const {
    if (has_points_) return npos;
    if (one_comma_ == 0 || many_ > 0) return many_with_zero_;
    if (is_surely_decimal()) return npos;
    if (words_in_line_ > 1) return first_;
    return shortest_ > 1 && without_comma_ == 0 ? first_ : npos;
  }

  /// Whether every comma is a decimal one.
  bool are_decimal() const {
    return !has_points_ && one_comma_ > 0 && many_ == 0 && is_surely_decimal();
  }

 private:
  static constexpr std::size_t npos = std::string_view::npos;

  /// 0739 and -0 are written only behind and before a decimal comma. Else there must be something
  /// else that separates numbers, and no 1,234 that may be a thousand.
  bool is_surely_decimal() const {
    if (has_leading_zero_) return true;
    if (words_in_line_ < 2 || separated_by_commas_) return false;
    return has_zero_before_ || (without_comma_ == 0 && shortest_ > 1 && !only_thousands_);
  }

  void line(std::size_t at, std::size_t end) {
    const std::string_view line = text_.substr(at, end - at);
    if (line.find_first_of("[](){}") != npos) return;
    std::size_t words = 0;
    for (std::size_t start = 0; start < line.size();) {
      start = std::min(line.find_first_not_of(" ;\t|\r\"", start), line.size());
      const std::size_t stop = std::min(line.find_first_of(" ;\t|\r\"", start), line.size());
      words += word(line.substr(start, stop - start), at + start);
      start = stop;
    }
    words_in_line_ = std::max(words_in_line_, words);
  }

  /// Whether it is a number with a comma inside, or one that has no digits and no comma either.
  bool word(std::string_view word, std::size_t offset) {
    if (word == "nan" || word == "inf" || word == "-inf") return true;
    if (word.empty() || word.find_first_not_of("0123456789,.+-eE") != npos) return false;
    if (!is_decimal_digit(word.front()) && word.front() != '-' && word.front() != '+') return false;
    const bool ends_with_comma = word.ends_with(',');
    if (ends_with_comma) word.remove_suffix(1);
    const std::size_t commas = static_cast<std::size_t>(std::count(word.begin(), word.end(), ','));
    separated_by_commas_ = separated_by_commas_ || ends_with_comma;
    has_points_ = has_points_ || word.find('.') != npos;
    if (commas == 0) ++without_comma_;
    if (commas > 1) count_many(word, offset);
    if (commas == 1) count_one(word, offset);
    return commas == 1;
  }

  static bool has_leading_zero(std::string_view word, std::size_t comma) {
    return comma + 2 < word.size() && word[comma + 1] == '0' && is_decimal_digit(word[comma + 2]);
  }

  void count_many(std::string_view word, std::size_t offset) {
    ++many_;
    for (std::size_t comma = word.find(','); comma != npos; comma = word.find(',', comma + 1)) {
      if (many_with_zero_ == npos && has_leading_zero(word, comma))
        many_with_zero_ = offset + comma;
    }
  }

  void count_one(std::string_view word, std::size_t offset) {
    const std::size_t comma = word.find(',');
    if (one_comma_++ == 0) first_ = offset + comma;
    std::string_view whole = word.substr(0, comma);
    const bool has_minus = whole.starts_with('-');
    if (has_minus) whole.remove_prefix(1);
    const std::size_t digits =
        std::min(word.find_first_not_of("0123456789", comma + 1), word.size()) - comma - 1;
    const bool is_zero = whole == "0";
    has_leading_zero_ =
        has_leading_zero_ || has_leading_zero(word, comma) || (is_zero && has_minus);
    has_zero_before_ = has_zero_before_ || is_zero;
    only_thousands_ = only_thousands_ && digits == 3 && whole.size() <= 3;
    shortest_ = std::min(shortest_, digits);
  }

  std::string_view text_;
  std::size_t one_comma_ = 0, many_ = 0, without_comma_ = 0;  // words
  std::size_t first_ = npos, many_with_zero_ = npos;          // offsets
  std::size_t words_in_line_ = 0;                             // that may have one comma, at most
  std::size_t shortest_ = npos;                               // digits behind a comma
  bool has_points_ = false, separated_by_commas_ = false, has_leading_zero_ = false;
  bool has_zero_before_ = false, only_thousands_ = true;
};

}  // namespace

void fail_unclear_comma(const Source& source, std::size_t offset) {
  source.fail(
      offset,
      {"이 쉼표가 소수점인지 수와 수 사이의 쉼표인지 알 수 없습니다",
       "this comma may be a decimal point, or stand between two numbers"},
      {"소수점은 마침표로 쓰십시오: 0.1234 0.5678", "write decimals with a point: 0.1234 0.5678"});
}

std::string with_decimal_points(const Source& source) {
  std::string text(source.text);
  if (text.find(',') == std::string::npos) return text;
  const Commas commas(text);
  if (commas.unclear() != std::string::npos) fail_unclear_comma(source, commas.unclear());
  if (!commas.are_decimal()) return text;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == ',' && is_decimal_digit(text[i - 1]) && is_decimal_digit(text[i + 1])) {
      text[i] = '.';
    }
  }
  return text;
}

}  // namespace attn
