#include "answer/scan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "lesson/parse_decimal.h"

namespace attn {
namespace {

bool is_digit(char c) {
  return '0' <= c && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || c == '_' || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

struct Spelled {
  std::string_view word;
  double value;
};
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr std::array<Spelled, 10> spelled = {{{"infinity", inf},
                                              {"-infinity", -inf},
                                              {"inf", inf},
                                              {"nan", std::numeric_limits<double>::quiet_NaN()},
                                              {"true", 1},
                                              {"false", 0},
                                              {"+inf", inf},
                                              {"+infinity", inf},
                                              {"-nan", std::numeric_limits<double>::quiet_NaN()},
                                              {"-inf", -inf}}};

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size() || (text.size() > word.size() && is_word(text[word.size()]))) {
    return false;
  }
  return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
    return a == std::tolower(static_cast<unsigned char>(b));
  });
}

const Text ragged_fix = {"빠지거나 남는 수가 없는지 확인하십시오",
                         "check that no number is missing and none is too many"};

[[noreturn]] void fail_ragged(const Source& source, std::size_t offset, Size expected, Size got) {
  source.fail(offset,
              {formatted("앞에서처럼 {}개여야 하는데 {}개입니다", expected, got),
               formatted("expected {} as before, got {}", expected, got)},
              ragged_fix);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string_view beginning(std::string_view word) {
  constexpr std::size_t most = 20;  // bytes
  std::size_t end = std::min(most, word.size());
  while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
  return word.substr(0, end);
}

bool is_name(std::string_view text) {
  if (text.empty() || is_digit(text[0]) || text[0] == '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.'; });
}

void fail_summarised(const Source& source, std::size_t offset) {
  source.fail(offset,
              {"가운데가 ...으로 생략되어 있어 비교할 수 없습니다",
               "the middle is left out (...), so there is nothing to compare"},
              {"torch.set_printoptions(threshold=float('inf')) 또는 "
               "np.set_printoptions(threshold=np.inf) 다음에 다시 출력하십시오. attn run에서는 "
               "--format json을 쓰십시오",
               "print again after torch.set_printoptions(threshold=float('inf')) or "
               "np.set_printoptions(threshold=np.inf); with attn run use --format json"});
}

void fail_too_many_numbers(const Source& source, std::size_t offset) {
  source.fail(offset,
              {formatted("수는 {}개까지 받습니다", max_answer_numbers),
               formatted("at most {} numbers are taken", max_answer_numbers)},
              {"텐서를 하나만 주십시오", "give one tensor only"});
}

void fail_too_many_answers(const Source& source, std::size_t offset) {
  source.fail(offset,
              {formatted("텐서는 {}개까지 받습니다", max_answers),
               formatted("at most {} tensors are taken", max_answers)},
              {"한 단계의 텐서만 남기십시오", "leave the tensors of one step only"});
}

void keep(const Source& source, std::size_t offset, Answer answer, std::vector<Answer>& answers) {
  if (answer.readings.empty()) return;
  std::size_t numbers = answer.readings.size();
  for (const Answer& before : answers) numbers += before.readings.size();
  if (numbers > max_answer_numbers) fail_too_many_numbers(source, offset);
  if (answers.size() == max_answers) {
    fail_too_many_answers(source, offset);
  }
  answers.push_back(std::move(answer));
}

std::optional<Reading> scan_number(const Source& source, std::size_t& at) {
  const std::string_view text = source.text.substr(at);
  Reading reading{.offset = static_cast<std::uint32_t>(at)};
  for (const Spelled& candidate : spelled) {
    if (!starts_with_word(text, candidate.word)) continue;
    reading.value = candidate.value;
    at += candidate.word.size();
    return reading;
  }

  // parse_decimal takes neither a plus sign nor the minus sign of printed books.
  constexpr std::string_view printed_minus = "\u2212";
  std::size_t start = 0;
  double sign = 1;
  if (text.starts_with('+')) start = 1;
  if (text.starts_with('-')) start = 1, sign = -1;
  if (text.starts_with(printed_minus)) start = printed_minus.size(), sign = -1;
  if (start < text.size() && !is_digit(text[start]) && text[start] != '.') return {};
  const auto [stop, error] =
      parse_decimal(text.data() + start, text.data() + text.size(), reading.value);
  if (error == std::errc::invalid_argument) return {};
  if (error == std::errc::result_out_of_range) {
    source.fail(at, {"너무 크거나 너무 작은 수입니다", "this number is too large or too small"},
                {"float32로 나타낼 수 있는 수를 쓰십시오", "use a number that a float32 can hold"});
  }
  const auto length = static_cast<std::size_t>(stop - text.data());
  if (length < text.size() && (is_word(text[length]) || text[length] == '.')) return {};
  reading.value *= sign;

  const std::string_view written = text.substr(start, length - start);
  const std::size_t e = std::min(written.find_first_of("eE"), written.size());
  const std::size_t point = std::min(written.find('.'), e);
  reading.decimals =
      static_cast<std::int16_t>(point < e ? std::min<std::size_t>(e - point - 1, 99) : 0);
  if (e < written.size()) {
    const std::size_t digits = e + (written[e + 1] == '+' ? 2 : 1);
    std::from_chars(written.data() + digits, written.data() + written.size(), reading.exponent);
  }
  at += length;
  return reading;
}

void NestedNumbers::open(std::size_t offset) {
  if (depth_ == Dims::max_rank) {
    source_.fail(offset,
                 {formatted("괄호는 {}겹까지 받습니다", Dims::max_rank),
                  formatted("at most {} brackets may be nested", Dims::max_rank)},
                 {"축이 더 적은 텐서를 쓰십시오", "use a tensor of fewer axes"});
  }
  if (depth_of_numbers_ >= 0 && depth_ >= depth_of_numbers_) {
    source_.fail(
        offset, {"수가 와야 하는데 괄호가 열립니다", "expected a number, but a bracket opens here"},
        ragged_fix);
  }
  if (depth_ > 0) ++counts_[depth_ - 1];
  if (sizes_.rank() == depth_) {
    sizes_.push_back(-1);
    counts_.push_back(0);
  }
  counts_[depth_++] = 0;
}

void NestedNumbers::close(std::size_t offset) {
  const Size count = counts_[--depth_];
  Size& size = sizes_[depth_];
  if (size < 0) size = count;
  if (size == count) return;
  fail_ragged(source_, offset, size, count);
}

void NestedNumbers::add(const Reading& reading) {
  if (depth_of_numbers_ < 0) depth_of_numbers_ = sizes_.rank();
  if (depth_ != depth_of_numbers_) {
    source_.fail(reading.offset,
                 {"여는 괄호가 와야 하는데 수가 있습니다", "expected a bracket, got a number"},
                 ragged_fix);
  }
  if (readings_.size() == max_answer_numbers) fail_too_many_numbers(source_, reading.offset);
  if (depth_ > 0) ++counts_[depth_ - 1];
  readings_.push_back(reading);
}

void NestedNumbers::end_row(std::size_t offset) {
  const std::size_t length = readings_.size() - row_;
  if (length == 0) return;
  if (rows_ > 0 && length * static_cast<std::size_t>(rows_) != row_) {
    fail_ragged(source_, offset, static_cast<Size>(row_) / rows_, static_cast<Size>(length));
  }
  row_ = readings_.size();
  ++rows_;
}

Answer NestedNumbers::take() {
  if (rows_ > 0 && sizes_.rank() == 1) {
    end_row(readings_.back().offset);
    sizes_ = {rows_, static_cast<Size>(readings_.size()) / rows_};
  }
  return {.shape = sizes_, .readings = std::move(readings_)};
}

bool is_shape_of(const Shape& told, Size numbers) {
  Size product = 1;
  for (const Size size : told) {
    if (size < 1 || product > numbers / size) return false;  // the product may be out of range
    product *= size;
  }
  return product == numbers;
}

}  // namespace attn
