#include "lesson/typed.h"

#include <charconv>
#include <cmath>

#include "lesson/parse_decimal.h"
#include "lesson/user_error.h"

namespace attn {

std::int64_t parse_whole(const std::string& option, const std::string& typed, std::int64_t least,
                         std::int64_t most, const Text& fix) {
  std::int64_t value = 0;
  const char* end = typed.data() + typed.size();
  const auto [stop, error] = std::from_chars(typed.data(), end, value);
  if (error != std::errc() || stop != end || value < least || value > most) {
    throw UserError(
        option,
        {formatted("{}부터 {}까지의 정수가 와야 하는데 \"{}\"입니다", least, most, echoed(typed)),
         formatted("expected a whole number from {} to {}, got \"{}\"", least, most,
                   echoed(typed))},
        fix);
  }
  return value;
}

std::uint64_t parse_seed(const std::string& option, const std::string& typed) {
  const char* end = typed.data() + typed.size();
  std::uint64_t seed = 0;
  std::int64_t negative = 0;
  const bool is_negative = typed.starts_with('-');
  const auto [stop, error] = is_negative ? std::from_chars(typed.data(), end, negative)
                                         : std::from_chars(typed.data(), end, seed);
  if (error != std::errc() || stop != end) {
    throw UserError(option,
                    {formatted("PyTorch가 받는 시드가 와야 하는데 \"{}\"입니다", echoed(typed)),
                     formatted("expected a seed that PyTorch takes, got \"{}\"", echoed(typed))},
                    {"-9223372036854775808부터 18446744073709551615까지의 정수를 쓰십시오",
                     "write a whole number from -9223372036854775808 to 18446744073709551615"});
  }
  return is_negative ? static_cast<std::uint64_t>(negative) : seed;
}

double parse_number(const std::string& option, const std::string& typed, double least, double most,
                    const Text& fix) {
  double number = 0;
  const char* end = typed.data() + typed.size();
  const auto [stop, error] = parse_decimal(typed.data(), end, number);
  if (error == std::errc::invalid_argument || stop != end || !(number >= least && number <= most)) {
    throw UserError(
        option,
        {formatted("{}부터 {}까지의 수가 와야 하는데 \"{}\"입니다", least, most, echoed(typed)),
         formatted("expected a number from {} to {}, got \"{}\"", least, most, echoed(typed))},
        fix);
  }
  return number;
}

double parse_rate(const std::string& option, const std::string& typed) {
  double rate = 0;
  const char* end = typed.data() + typed.size();
  // As in Python, 1e-400 is 0 and 1e400 infinite.
  const auto [stop, error] = parse_decimal(typed.data(), end, rate);
  if (error == std::errc::invalid_argument || stop != end || !(rate >= 0 && rate < 1) ||
      std::signbit(rate)) {
    throw UserError(option,
                    {formatted("0 이상 1 미만의 수가 와야 하는데 \"{}\"입니다", echoed(typed)),
                     formatted("expected a number from 0 up to, but not including, 1, got \"{}\"",
                               echoed(typed))},
                    {"0.1처럼 끊을 비율을 쓰십시오", "write the share to drop, such as 0.1"});
  }
  return rate;
}

}  // namespace attn
