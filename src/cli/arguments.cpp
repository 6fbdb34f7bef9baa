#include "cli/arguments.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdlib>
#include <string_view>

#include "cli/commands.h"
#include "cli/suggest.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// Options and what is said about them, in groups.
class Parser {
 public:
  Parser(Arguments& arguments, Language language) : language_(language) {
    app_.name("attn");
    app_.description(said({"트랜스포머의 어텐션을 한 단계씩 실행해 보는 명령줄 튜터",
                           "a command-line tutor that runs the attention of transformers step by step"}));
    app_.set_help_flag();
    app_.allow_extras();
    app_.get_formatter()->column_width(24);
    app_.get_formatter()->label("TEXT", "");

    group_ = said({"설정", "Settings"}, " · ");
    option("--input", "FILE.csv", arguments.input,
           {"입력: 첫 줄 token,x1,x2,… 다음 줄부터 토큰과 숫자",
            "the input: a header token,x1,x2,… then a token and its numbers per line"});
    option("--query", "N", arguments.query,
           {"묻는 토큰의 번호, 1부터 (기본 2)", "the token that asks, from 1 (default 2)"});
    option("--seed", "N", arguments.seed, {"모든 난수의 시드", "the seed of all random numbers"});
    option("--d-out", "N", arguments.d_out,
           {"쿼리, 키, 값의 차원 (기본 2)", "size of queries, keys and values (default 2)"});
    option("--heads", "N", arguments.heads,
           {"헤드의 수, d_out의 약수 (기본: 1보다 큰 가장 작은 약수)",
            "number of heads, a divisor of d_out (default: the smallest above 1)"});
    option("--dropout", "P", arguments.dropout,
           {"드롭아웃 비율, 0 이상 1 미만", "dropout rate, from 0 up to but not including 1"});
    flag("--measure", arguments.measure,
         {"터미널이 아니어도 시간을 잽니다", "take live timings even without a terminal"});

    group_ = said({"출력", "Output"}, " · ");
    option("--lang", "ko|en|both", arguments.lang,
           {"언어 (기본 both 또는 ATTN_LANG)", "language (default both, or ATTN_LANG)"});
    option("--format", "text|json", arguments.format, {"출력 형식", "form of the output"});
    option("--precision", "N", arguments.precision,
           {"소수점 아래 자릿수, 1-8 (기본 4)", "decimals, 1-8 (default 4)"});
    option("--width", "N", arguments.width,
           {"줄의 폭, 40-400 (기본: 터미널의 폭 또는 80)",
            "columns of a line, 40-400 (default: the terminal's, or 80)"});
    option("--color", "auto|always|never", arguments.color, {"색 (기본 auto)", "colour (default auto)"});
    flag("-h,--help", help_, {"이 도움말", "this help"});
    flag("--version", arguments.version, {"버전", "the version"});

    for (const Command& command : commands()) {
      CLI::App* sub = app_.add_subcommand(std::string(command.name), said(command.summary));
      sub->fallthrough()->allow_extras()->set_help_flag();
      sub->add_option(std::string(command.takes), arguments.words);
    }
  }

  void parse(const std::vector<std::string>& words, Arguments& arguments);

 private:
  std::string said(const Text& text, std::string_view between = "\n") const {
    if (language_ == Language::ko) return text.ko;
    if (language_ == Language::en) return text.en;
    return formatted("{}{}{}", text.ko, between, text.en);
  }
  void option(const std::string& name, const std::string& takes, std::optional<std::string>& word,
              const Text& text) {
    app_.add_option(name, word, said(text))
        ->type_name(takes)
        ->group(group_)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    names_.push_back(name);
  }
  void flag(const std::string& name, bool& on, const Text& text) {
    app_.add_flag(name, on, said(text))->group(group_);
    names_.push_back(name.substr(name.find("--")));
  }
  [[noreturn]] void fail_unknown(const std::string& word) const;
  std::string help_page() const;

  CLI::App app_;
  Language language_;
  std::string group_;
  bool help_ = false;
  std::vector<std::string> names_;
};

void Parser::parse(const std::vector<std::string>& words, Arguments& arguments) {
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 takes them
  try {
    app_.parse(reversed);
  } catch (const CLI::ParseError& error) {
    // Unknown words are collected rather than refused, so what is left is a missing value; the
    // message starts with the option's name.
    const std::string message = error.what();
    throw UserError(message.substr(0, message.find(':')), {"값이 빠졌습니다", "its value is missing"},
                    {"attn --help를 보십시오", "see attn --help"});
  }
  for (const std::string& word : app_.remaining(true)) fail_unknown(word);
  for (const CLI::App* sub : app_.get_subcommands()) arguments.command = sub->get_name();
  if (help_ || (arguments.command.empty() && !arguments.version)) arguments.help = help_page();
}

void Parser::fail_unknown(const std::string& word) const {
  const bool is_option = word.starts_with('-');
  std::vector<std::string_view> candidates;
  if (is_option) {
    candidates.assign(names_.begin(), names_.end());
  } else {
    for (const Command& command : commands()) candidates.push_back(command.name);
  }
  const auto meant = did_you_mean(word.substr(0, word.find('=')), candidates);
  const Text problem = is_option ? Text("그런 옵션은 없습니다", "there is no such option")
                                 : Text("그런 명령은 없습니다", "there is no such command");
  Text fix = {"attn --help를 보십시오", "see attn --help"};
  if (meant) fix = {formatted("혹시 {}입니까?", *meant), formatted("did you mean {}?", *meant)};
  const bool is_number = !word.empty() && word.find_first_not_of("0123456789.-") == std::string::npos;
  if (!meant && is_number) {
    fix = {formatted("혹시 attn run {}입니까?", word), formatted("did you mean attn run {}?", word)};
  }
  throw UserError(word, problem, fix);
}

std::string Parser::help_page() const { return app_.help(); }

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& words, Language language) {
  Arguments arguments;
  Parser(arguments, language).parse(words, arguments);
  return arguments;
}

Language likely_language(const std::vector<std::string>& words) {
  const char* environment = std::getenv("ATTN_LANG");
  std::string_view chosen = environment ? environment : "";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--lang" && i + 1 < words.size()) chosen = words[i + 1];
    if (words[i].starts_with("--lang=")) chosen = std::string_view(words[i]).substr(7);
  }
  if (chosen == "ko") return Language::ko;
  return chosen == "en" ? Language::en : Language::both;
}

}  // namespace attn
