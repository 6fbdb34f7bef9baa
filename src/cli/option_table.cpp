#include "cli/option_table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "lesson/suggest.h"
#include "lesson/typed.h"
#include "lesson/user_error.h"
#include "render/number.h"

namespace attn {
namespace {

constexpr int narrowest = 40;
constexpr int widest = 400;
constexpr int width_without_terminal = 80;
constexpr int deepest = 20;

// ---- Values -------------------------------------------------------------------------------------

/// One of the words that the option takes.
std::string_view parse_choice(const Option& option, const std::string& typed) {
  const std::vector<std::string_view> choices = choices_in(option.takes);
  const auto found = std::find(choices.begin(), choices.end(), typed);
  if (found != choices.end()) return *found;
  const std::string listed = joined(std::vector<std::string>(choices.begin(), choices.end()), ", ");
  const auto meant = did_you_mean(typed, choices);
  throw UserError(
      std::string(option.name()),
      {formatted("{} 중 하나가 와야 하는데 \"{}\"입니다", listed, echoed(typed)),
       formatted("expected one of {}, got \"{}\"", listed, echoed(typed))},
      meant ? Text(formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant))
            : Text(formatted("{} {}처럼 쓰십시오", option.name(), choices[0]),
                   formatted("write {} {}", option.name(), choices[0])));
}

int number_within(const Option& option, const std::string& typed, int least, int most,
                  const Text& fix) {
  return static_cast<int>(parse_whole(std::string(option.name()), typed, least, most, fix));
}

Language language_named(std::string_view word) {
  if (word == "ko") return Language::ko;
  return word == "en" ? Language::en : Language::both;
}

void take_language(const Option& option, const std::string& typed, Request& request) {
  request.style.language = language_named(parse_choice(option, typed));
}
void take_format(const Option& option, const std::string& typed, Request& request) {
  const std::string_view form = parse_choice(option, typed);
  request.format = form == "json" ? Format::json : form == "html" ? Format::html : Format::text;
}
void take_precision(const Option& option, const std::string& typed, Request& request) {
  request.style.precision =
      number_within(option, typed, 1, NumberFormat::max_decimals,
                    {"소수점 아래 자릿수를 쓰십시오", "give the number of decimals"});
}
void take_width(const Option& option, const std::string& typed, Request& request) {
  request.style.width =
      number_within(option, typed, narrowest, widest,
                    {"터미널의 폭을 칸 수로 쓰십시오", "give the terminal's width in columns"});
}
void take_color(const Option& option, const std::string& typed, Request& request) {
  const std::string_view when = parse_choice(option, typed);
  if (when != "auto") request.style.color = when == "always";
}
void take_heat(const Option& option, const std::string& typed, Request& request) {
  request.heat = parse_choice(option, typed);
}
void take_folder(const Option&, const std::string& typed, Request& request) {
  request.expected = typed;
}
void take_output(const Option&, const std::string& typed, Request& request) {
  request.output = typed;
}
void take_depth(const Option& option, const std::string& typed, Request& request) {
  request.depth =
      number_within(option, typed, 0, deepest,
                    {"몇 단계 위까지 볼지 쓰십시오", "say how many operations to go upstream"});
}
template <bool Request::*on>
void turn_on(const Option&, const std::string&, Request& request) {
  request.*on = true;
}

// ---- The table ----------------------------------------------------------------------------------

constexpr std::string_view with_settings = "run check diff explain learn code practice watch";
constexpr std::string_view with_inputs = "run check diff explain learn code practice watch inputs";

bool is_about_inputs(Setting setting) {
  return setting == Setting::input || setting == Setting::tokens || setting == Setting::d_in ||
         setting == Setting::seed;
}

constexpr Option other_options[] = {
    {"--lang",
     "ko|en|both",
     "*",
     {"언어 (기본 both, 또는 환경 변수 ATTN_LANG)", "language (default both, or ATTN_LANG)"},
     take_language},
    {"--format",
     "text|json|html",
     "run check diff explain learn list help",
     {"출력 형식 (기본 text)", "form of the output (default text)"},
     take_format},
    {"--output",
     "DIR",
     "run",
     {"--format html을 폴더에: 차례와 장마다 한 파일",
      "--format html into a folder: an index and a file a chapter"},
     take_output},
    {"--precision",
     "N",
     "run diff explain learn watch",
     {"소수점 아래 자릿수, 1-8 (기본 4)", "decimals, 1-8 (default 4)"},
     take_precision},
    {"--width",
     "N",
     "run diff explain learn list help watch",
     {"줄의 폭, 40-400 (기본: 터미널의 폭, 또는 80; 글은 100까지)",
      "columns, 40-400 (default: the terminal's, or 80; prose: up to 100)"},
     take_width},
    {"--color",
     "auto|always|never",
     "run diff explain learn watch",
     {"색 (기본 auto: 터미널에서만)", "colour (default auto: on a terminal)"},
     take_color},
    {"--heat",
     "auto|always|never",
     "run learn",
     {"칸의 배경색으로 값을 보입니다 (기본 auto: 색이 있는 터미널에서만)",
      "values as colours behind them (default auto: on a terminal with colour)"},
     take_heat},
    {"--measure",
     "",
     "run learn",
     {"두 방법의 속도를 재어 보여 줍니다(터미널이 아닐 때에도)",
      "time two ways against each other, even without a terminal"},
     turn_on<&Request::measure>},
    {"--expected",
     "DIR",
     "check",
     {"비교할 출력이 있는 폴더 (기본: 내장된 출력)",
      "the folder of kept outputs (default: built in)"},
     take_folder},
    {"--update",
     "",
     "check",
     {"달라진 출력을 새로 저장합니다", "keep what has changed"},
     turn_on<&Request::update>},
    {"--depth",
     "N",
     "explain",
     {"몇 단계 위까지 볼지 (기본 2)", "how far upstream to go (default 2)"},
     take_depth},
    {"--progress",
     "",
     "learn",
     {"어디까지 했는지 봅니다", "how far you have come"},
     turn_on<&Request::progress>},
    {"--review",
     "",
     "learn",
     {"어려웠던 단계를 다른 수로 다시 묻습니다", "ask again what was hard, with other numbers"},
     turn_on<&Request::review>},
    {"--reset",
     "",
     "learn",
     {"진도를 지웁니다 (STEP이 있으면 그 단계만)", "forget your progress (or that of STEP)"},
     turn_on<&Request::reset>},
    {"--man",
     "",
     "help",
     {"설명서: attn help --man | man -l -", "the manual: attn help --man | man -l -"},
     turn_on<&Request::manual>},
    {"--no-pager",
     "",
     "run check diff explain code practice list help",
     {"긴 출력도 그대로 씁니다 (없으면 터미널에서는 $ATTN_PAGER, $PAGER, less로)",
      "print long output as it is (else, at a terminal: $ATTN_PAGER, $PAGER or less)"},
     turn_on<&Request::no_pager>},
    {"-h,--help", "", "*", {"도움말", "help"}, turn_on<&Request::help>},
    {"--version", "", "", {"버전", "the version"}, turn_on<&Request::version>},
};

std::vector<Option> whole_table() {
  std::vector<Option> table;
  for (const SettingWord& word : setting_words()) {
    const bool of_inputs = is_about_inputs(word.setting);
    table.push_back({word.name, word.takes, of_inputs ? with_inputs : with_settings, word.meaning,
                     nullptr, word.setting});
  }
  table.insert(table.end(), std::begin(other_options), std::end(other_options));
  return table;
}

/// The parts of a list, without the empty ones.
std::vector<std::string_view> split(std::string_view list, char between) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(between), list.size());
    if (end > 0) parts.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

}  // namespace

std::string Option::usage() const {
  return formatted("{}{}{}", name(), takes.empty() ? "" : " ", takes);
}

bool Option::is_of(std::string_view command) const {
  if (commands == "*") return true;
  if (command.empty()) return commands.empty();
  const std::vector<std::string_view> takers = split(commands, ' ');
  return std::find(takers.begin(), takers.end(), command) != takers.end();
}

void Option::take(const std::string& typed, Request& request) const {
  if (takes.empty() && !typed.empty()) {
    throw UserError(
        std::string(name()), {"값을 받지 않는 옵션입니다", "it takes no value"},
        {formatted("값 없이 쓰십시오: {}", name()), formatted("write {} alone", name())});
  }
  if (!takes.empty() && typed.empty()) {
    throw UserError(std::string(name()), {"값이 빠졌습니다", "its value is missing"},
                    {formatted("{} 꼴로 쓰십시오: {}", usage(), meaning.ko),
                     formatted("write {}: {}", usage(), meaning.en)});
  }
  request.given[this] = typed;
  if (setting) {
    request.choices[*setting] = typed;
  } else {
    understand(*this, typed, request);
  }
}

std::span<const Option> option_table() {
  static const std::vector<Option> table = whole_table();
  return table;
}

std::vector<const Option*> options_of(std::string_view command) {
  std::vector<const Option*> taken;
  for (const Option& option : option_table()) {
    if (option.is_of(command)) taken.push_back(&option);
  }
  return taken;
}

const Option* find_option(std::string_view name) {
  for (const Option& option : option_table()) {
    if (option.name() == name) return &option;
  }
  return nullptr;
}

std::vector<std::string_view> choices_in(std::string_view takes) {
  if (takes.find('|') == std::string_view::npos) return {};
  return split(takes, '|');
}

// ---- The environment ----------------------------------------------------------------------------

namespace {

/// ATTN_LANG in small letters; empty if it is not set.
std::string language_of_environment() {
  const char* value = std::getenv("ATTN_LANG");
  std::string word = value ? value : "";
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

bool colors_are_usual() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
         !(terminal && std::string_view(terminal) == "dumb");
}

int usual_width() {
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return width_without_terminal;
  }
  return std::clamp<int>(size.ws_col, narrowest, widest);
}

}  // namespace

TextStyle usual_style() {
  return {.language = language_named(language_of_environment()),
          .color = colors_are_usual(),
          .width = usual_width()};
}

HeatStyle heat_style(std::string_view when, bool color) {
  const bool is_wanted = when == "always" || (when == "auto" && color && isatty(STDOUT_FILENO));
  if (!is_wanted) return HeatStyle::none;
  if (!color) return HeatStyle::shades;
  const char* colors = std::getenv("COLORTERM");
  const std::string_view named = colors ? colors : "";
  return named == "truecolor" || named == "24bit" ? HeatStyle::true_color : HeatStyle::colors_256;
}

std::optional<Text> complaint_about_environment() {
  const std::string word = language_of_environment();
  const std::vector<std::string_view> known = {"", "ko", "en", "both"};
  if (std::find(known.begin(), known.end(), word) != known.end()) return {};
  return Text(formatted("ko, en, both 중 하나가 와야 하는데 \"{}\"입니다", echoed(word)),
              formatted("expected one of ko, en, both, got \"{}\"", echoed(word)));
}

}  // namespace attn
