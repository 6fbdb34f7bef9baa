#include "cli/step_line.h"

#include <algorithm>

#include "cli/option_table.h"
#include "cli/parse.h"
#include "cli/step_selection.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

constexpr std::string_view blanks = " \t\r";

/// The words of a line, as a shell takes them apart: 'my file.csv' is one.
std::vector<std::string> words_in(std::string_view line) {
  std::vector<std::string> words;
  char quote = 0;
  bool inside = false;
  for (const char c : line) {
    const bool is_blank = quote == 0 && blanks.find(c) != std::string_view::npos;
    if (is_blank) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    if (quote == 0 ? c == '\'' || c == '"' : c == quote) {
      quote = quote == 0 ? c : '\0';
    } else {
      words.back() += c;
    }
  }
  return words;
}

/// What stands behind "attn" in a comment that begins with it and goes on with a number; empty if
/// the line is none.
std::string_view behind_attn(std::string_view line) {
  const std::size_t start = line.find("attn");
  if (start == std::string_view::npos) return {};
  for (const char c : line.substr(0, start)) {
    const bool is_of_comment = static_cast<unsigned char>(c) < 0x80 && c >= '!' && c <= '~' &&
                               !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
                               !(c >= 'a' && c <= 'z');
    const bool is_mark = c == '\xEF' || c == '\xBB' || c == '\xBF';  // of the order of bytes
    if (!is_of_comment && !is_mark && blanks.find(c) == std::string_view::npos) return {};
  }
  std::string_view rest = line.substr(start + 4);
  const std::size_t step = rest.find_first_not_of(blanks);
  if (step == 0 || step == std::string_view::npos) return {};
  rest.remove_prefix(step);
  if (rest[0] < '0' || rest[0] > '9') return {};
  for (const std::string_view end : {"*/", "-->", "*)", "-}"}) {
    rest = rest.substr(0, rest.rfind(end));
  }
  return rest;
}

StepLine understood(std::string_view line) {
  std::vector<std::string> words = words_in(line);
  const std::string step = words.front();
  words.front() = "watch";
  Request request;
  parse(words, request);
  for (const auto& [option, typed] : request.given) {
    if (option->setting) continue;
    throw UserError(std::string(option->name()),
                    {"프로그램에는 설정만 쓸 수 있습니다", "a program can name settings only"},
                    {"명령줄에 쓰십시오", "write it on the command line"});
  }
  if (!request.words.empty()) {
    throw UserError(echoed(request.words.front()),
                    {"단계 뒤에는 설정만 쓸 수 있습니다", "only settings stand behind the step"},
                    {formatted("# attn {} --seed 7처럼 쓰십시오", step),
                     formatted("write, say, # attn {} --seed 7", step)});
  }
  return {select_step(step), request.choices};
}

}  // namespace

std::optional<StepLine> find_step_line(std::string_view text, const std::string& file) {
  constexpr int most_lines = 5;
  for (int number = 1; number <= most_lines && !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view words = behind_attn(line);
    if (words.empty()) continue;
    try {
      return understood(words);
    } catch (const UserError& error) {
      const std::string_view between = error.where.empty() ? "" : ": ";
      throw UserError(formatted("{}:{}{}{}", file, number, between, error.where), error.problem,
                      error.fix, error.excerpt);
    }
  }
  return {};
}

StepLine require_step_line(std::string_view text, const std::string& file) {
  if (const auto found = find_step_line(text, file)) return *found;
  throw UserError(file,
                  {"처음 다섯 줄에 어느 단계인지 알리는 주석이 없습니다",
                   "no comment in its first five lines says which step it is for"},
                  {"첫 줄에 # attn 3.23이나 // attn 3.23처럼 쓰십시오 (설정은 그 뒤에: --seed 7)",
                   "begin it with a line such as # attn 3.23 or // attn 3.23 (settings behind: "
                   "--seed 7)"});
}

}  // namespace attn
