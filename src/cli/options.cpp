#include "cli/options.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/file.h"
#include "cli/suggest.h"
#include "embedded.h"
#include "lesson/input.h"
#include "lesson/parse_decimal.h"
#include "lesson/user_error.h"
#include "render/number.h"

namespace attn {
namespace {

constexpr int narrowest = 40;
constexpr int widest = 400;
constexpr int width_without_terminal = 80;

/// A whole number between two others, both included.
template <class Int>
Int parse_whole(const std::string& option, const std::string& typed, Int least, Int most,
                const Text& fix) {
  Int value = 0;
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

/// One of a few words.
std::string_view parse_choice(const std::string& option, const std::string& typed,
                              std::span<const std::string_view> choices) {
  const auto found = std::find(choices.begin(), choices.end(), typed);
  if (found != choices.end()) return *found;
  const std::string listed = joined(std::vector<std::string>(choices.begin(), choices.end()), ", ");
  const auto meant = did_you_mean(typed, choices);
  const char between = option.starts_with("--") ? ' ' : '=';  // ATTN_LANG=ko
  throw UserError(
      option,
      {formatted("{} 중 하나가 와야 하는데 \"{}\"입니다", listed, echoed(typed)),
       formatted("expected one of {}, got \"{}\"", listed, echoed(typed))},
      meant ? Text(formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant))
            : Text(formatted("{}{}{}처럼 쓰십시오", option, between, choices[0]),
                   formatted("write {}{}{}", option, between, choices[0])));
}

Language language_from(const Arguments& arguments) {
  constexpr std::array<std::string_view, 3> choices = {"ko", "en", "both"};
  const char* environment = std::getenv("ATTN_LANG");
  std::string_view chosen = "both";
  if (arguments.lang) {
    chosen = parse_choice("--lang", *arguments.lang, choices);
  } else if (environment && *environment) {
    chosen = parse_choice("ATTN_LANG", environment, choices);
  }
  if (chosen == "ko") return Language::ko;
  return chosen == "en" ? Language::en : Language::both;
}

bool color_from(const Arguments& arguments) {
  constexpr std::array<std::string_view, 3> choices = {"auto", "always", "never"};
  const std::string_view chosen =
      arguments.color ? parse_choice("--color", *arguments.color, choices) : "auto";
  if (chosen != "auto") return chosen == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
         !(terminal && std::string_view(terminal) == "dumb");
}

int width_from(const Arguments& arguments) {
  if (arguments.width) {
    return parse_whole("--width", *arguments.width, narrowest, widest,
                       {"터미널의 폭을 칸 수로 쓰십시오", "give the terminal's width in columns"});
  }
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return width_without_terminal;
  }
  return std::clamp<int>(size.ws_col, narrowest, widest);
}

std::uint64_t parse_seed(const std::string& typed) {
  const Text fix = {"-9223372036854775808부터 18446744073709551615까지의 정수를 쓰십시오",
                    "write a whole number from -9223372036854775808 to 18446744073709551615"};
  const char* end = typed.data() + typed.size();
  std::uint64_t seed = 0;
  std::int64_t negative = 0;
  const bool is_negative = typed.starts_with('-');
  const auto [stop, error] = is_negative ? std::from_chars(typed.data(), end, negative)
                                         : std::from_chars(typed.data(), end, seed);
  if (error != std::errc() || stop != end) {
    throw UserError("--seed",
                    {formatted("PyTorch가 받는 시드가 와야 하는데 \"{}\"입니다", echoed(typed)),
                     formatted("expected a seed that PyTorch takes, got \"{}\"", echoed(typed))},
                    fix);
  }
  // PyTorch, too, takes -1 for 2^64 - 1.
  return is_negative ? static_cast<std::uint64_t>(negative) : seed;
}

double parse_rate(const std::string& typed) {
  double rate = 0;
  const char* end = typed.data() + typed.size();
  // As in Python, 1e-400 is 0 and 1e400 infinite.
  const auto [stop, error] = parse_decimal(typed.data(), end, rate);
  if (error == std::errc::invalid_argument || stop != end || !(rate >= 0 && rate < 1) ||
      std::signbit(rate)) {
    throw UserError("--dropout",
                    {formatted("0 이상 1 미만의 수가 와야 하는데 \"{}\"입니다", echoed(typed)),
                     formatted("expected a number from 0 up to, but not including, 1, got \"{}\"",
                               echoed(typed))},
                    {"0.1처럼 끊을 비율을 쓰십시오", "write the share to drop, such as 0.1"});
  }
  return rate;
}

Tensor input_from(const Arguments& arguments) {
  if (arguments.input && arguments.input->empty()) {
    throw UserError("--input", {"파일 이름이 비어 있습니다", "the file's name is empty"},
                    {"--input tokens.csv처럼 쓰십시오", "write, say, --input tokens.csv"});
  }
  const std::string given = arguments.input.value_or("journey");
  for (const std::string_view built_in : {"journey", "korean", "telling"}) {
    const std::string file = std::string(built_in) + ".csv";
    if (given == built_in) return parse_input(embedded_file(file), file);
  }
  return parse_input(read_file(given, max_input_bytes), given);
}

/// The mask must reach as far as the sentence.
Size parse_context_length(const Arguments& arguments, const Settings& settings) {
  const Size tokens = settings.num_tokens();
  return parse_whole<Size>(
      "--context-length", *arguments.context_length, tokens, Settings::max_context_length,
      {formatted(
           "마스크는 입력의 토큰 수({})보다 작을 수 없습니다: --context-length {}처럼 쓰십시오",
           tokens, tokens + 2),
       formatted("the mask must cover the input ({} token{}): write, say, --context-length {}",
                 tokens, tokens == 1 ? "" : "s", tokens + 2)});
}

void require_heads_divide(const Settings& settings) {
  if (settings.d_out % settings.heads == 0) return;
  throw UserError(
      "--heads",
      {formatted("d_out({})이 헤드 수({})로 나누어떨어지지 않습니다", settings.d_out,
                 settings.heads),
       formatted("{} heads do not divide d_out {}", settings.heads, settings.d_out)},
      {formatted("--d-out {}처럼 헤드 수의 배수를 쓰십시오", settings.heads * 2),
       formatted("use a multiple of the heads, such as --d-out {}", settings.heads * 2)});
}

}  // namespace

Options understand_options(const Arguments& arguments) {
  Options options;
  options.style.language = language_from(arguments);
  options.style.color = color_from(arguments);
  options.style.width = width_from(arguments);
  if (arguments.precision) {
    options.style.precision =
        parse_whole("--precision", *arguments.precision, 1, NumberFormat::max_decimals,
                    {"소수점 아래 자릿수를 쓰십시오", "give the number of decimals"});
  }
  if (arguments.format) {
    constexpr std::array<std::string_view, 2> choices = {"text", "json"};
    options.json = parse_choice("--format", *arguments.format, choices) == "json";
  }
  return options;
}

int understand_depth(const Arguments& arguments) {
  constexpr int usual = 2;
  constexpr int deepest = 20;
  if (!arguments.depth) return usual;
  return parse_whole("--depth", *arguments.depth, 0, deepest,
                     {"몇 단계 위까지 볼지 쓰십시오", "say how many operations to go upstream"});
}

Settings understand_settings(const Arguments& arguments) {
  Settings settings = Settings::for_input(input_from(arguments));
  settings.input_file = arguments.input.value_or("");
  settings.inputs_chosen = arguments.input.has_value();
  if (arguments.query) {
    settings.query = parse_whole<Size>("--query", *arguments.query, 1, settings.num_tokens(),
                                       {"토큰의 번호를 쓰십시오: --query 1은 첫 토큰입니다",
                                        "number a token: --query 1 is the first"}) -
                     1;
  }
  if (arguments.seed) settings.seed = parse_seed(*arguments.seed);
  if (arguments.d_out) {
    settings.choose_d_out(parse_whole<Size>("--d-out", *arguments.d_out, 1, Settings::max_d_out,
                                            {"--d-out 4처럼 쓰십시오", "write, say, --d-out 4"}));
  }
  settings.heads = default_heads(settings.d_out);
  if (arguments.heads) {
    settings.heads =
        parse_whole<Size>("--heads", *arguments.heads, 1, Settings::max_heads,
                          {"d_out의 약수를 쓰십시오", "use a number that divides d_out"});
    if (arguments.d_out) require_heads_divide(settings);
    settings.d_out = settings.d_out_or(settings.d_out);
  }
  settings.bias = arguments.bias;
  if (arguments.context_length) settings.context_length = parse_context_length(arguments, settings);
  if (arguments.dropout) settings.dropout = parse_rate(*arguments.dropout);
  settings.measure = arguments.measure || isatty(STDOUT_FILENO);
  return settings;
}

}  // namespace attn
