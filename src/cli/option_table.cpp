#include "cli/option_table.h"

namespace attn {
namespace {

constexpr Option options[] = {
    {"--input",
     "FILE.csv",
     {"입력 파일: 첫 줄 token,x1,x2,…, 그다음 토큰과 숫자 (-: 표준 입력)",
      "input: a header token,x1,x2,… then tokens, numbers (-: standard input)"},
     &Arguments::input},
    {"--query",
     "N",
     {"묻는 토큰의 번호, 1부터 (기본 2)", "the token that asks, from 1 (default 2)"},
     &Arguments::query},
    {"--seed", "N", {"모든 난수의 시드", "the seed of all random numbers"}, &Arguments::seed},
    {"--d-out",
     "N",
     {"쿼리, 키, 값의 차원 (기본 2, 4-6장은 4)",
      "size of queries, keys, values (default 2, chapters 4-6: 4)"},
     &Arguments::d_out},
    {"--heads",
     "N",
     {"헤드 수 (기본: d_out의 1보다 큰 최소 약수)",
      "heads (default: smallest divisor of d_out above 1)"},
     &Arguments::heads},
    {"--dropout",
     "P",
     {"드롭아웃 비율, 0 이상 1 미만", "dropout rate, at least 0 and below 1"},
     &Arguments::dropout},
    {"--context-length",
     "N",
     {"4장: 마스크가 감당할 토큰 수 (기본 8, 입력이 더 길면 그 길이)",
      "chapter 4: how many tokens its mask is for (default 8, or all there are)"},
     &Arguments::context_length},

    {"--lang",
     "ko|en|both",
     {"언어 (기본 both, 또는 환경 변수 ATTN_LANG)", "language (default both, or ATTN_LANG)"},
     &Arguments::lang},
    {"--format",
     "text|json",
     {"출력 형식 (기본 text)", "form of the output (default text)"},
     &Arguments::format},
    {"--precision",
     "N",
     {"소수점 아래 자릿수, 1-8 (기본 4)", "decimals, 1-8 (default 4)"},
     &Arguments::precision},
    {"--width",
     "N",
     {"줄의 폭, 40-400 (기본: 터미널의 폭, 또는 80)",
      "columns, 40-400 (default: the terminal's, or 80)"},
     &Arguments::width},
    {"--color",
     "WHEN",
     {"색: auto, always, never (기본 auto)", "colour: auto, always, never (default auto)"},
     &Arguments::color},

    {"--expected",
     "DIR",
     {"check: 견줄 출력이 있는 폴더 (기본: 내장된 출력)",
      "check: the folder of kept outputs (default: built in)"},
     &Arguments::expected},
    {"--depth",
     "N",
     {"explain: 몇 단계 위까지 볼지 (기본 2)", "explain: how far upstream to go (default 2)"},
     &Arguments::depth},
};
constexpr std::size_t settings = 7;
constexpr std::size_t output = 5;
constexpr std::size_t setting_flags_count = 1;

constexpr Flag flags[] = {
    {"--bias",
     {"4장: 쿼리, 키, 값의 선형층에 편향을 둡니다",
      "chapter 4: layers of queries, keys, values get a bias"},
     &Arguments::bias},

    {"--measure",
     {"터미널이 아니어도 시간을 잽니다", "time live, even without a terminal"},
     &Arguments::measure},
    {"--update",
     {"check: 달라진 출력을 새로 간직합니다", "check: keep what has changed"},
     &Arguments::update},
    {"--progress",
     {"learn: 어디까지 했는지 봅니다", "learn: how far you have come"},
     &Arguments::progress},
    {"--reset",
     {"learn: 진도를 지웁니다 (STEP이 있으면 그 단계만)",
      "learn: forget your progress (or that of STEP)"},
     &Arguments::reset},
    {"-h,--help", {"이 도움말", "this help"}, &Arguments::help},
    {"--version", {"버전", "the version"}, &Arguments::version},
};

}  // namespace

std::span<const Option> setting_options() {
  return option_table().first(settings);
}
std::span<const Option> output_options() {
  return option_table().subspan(settings, output);
}
std::span<const Option> check_options() {
  return option_table().subspan(settings + output);
}
std::span<const Option> option_table() {
  return options;
}
std::span<const Flag> flag_table() {
  return flags;
}
std::span<const Flag> setting_flags() {
  return flag_table().first(setting_flags_count);
}

}  // namespace attn
