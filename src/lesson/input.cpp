#include "lesson/input.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "lesson/parse_decimal.h"
#include "lesson/settings.h"
#include "lesson/source.h"
#include "lesson/user_error.h"
#include "tensor/names.h"

namespace attn {
namespace {

/// One field of a line, and the byte where it starts there.
struct Field {
  std::string text;
  std::size_t start;
  bool quoted = false;
};

/// A line being read.
struct Line {
  const Source& source;
  std::string_view text;  ///< part of the source's

  [[noreturn]] void fail(std::size_t byte, Text problem, Text fix) const {
    const auto start = static_cast<std::size_t>(text.data() - source.text.data());
    source.fail(start + byte, std::move(problem), std::move(fix));
  }
};

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// The field that starts at byte `start`; moves `start` behind the comma that ends it, or behind
/// the end of the line.
Field next_field(const Line& line, std::size_t& start) {
  const std::string_view text = line.text;
  const std::size_t first = std::min(text.find_first_not_of(blanks, start), text.size());
  if (first == text.size() || text[first] != '"') {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const std::string_view field = trimmed(text.substr(start, comma - start));
    start = comma + 1;
    return {std::string(field), std::min(first, comma)};
  }
  Field field{"", first, true};
  std::size_t at = first + 1;
  for (;; ++at) {
    if (at >= text.size()) {
      line.fail(first, {"따옴표가 닫히지 않았습니다", "this quote is never closed"},
                {"줄 끝이나 쉼표 앞에 \"를 넣으십시오",
                 "put a \" before the comma or the end of the line"});
    }
    if (text[at] == '"') {
      if (at + 1 >= text.size() || text[at + 1] != '"') break;
      ++at;
    }
    field.text += text[at];
  }
  const std::size_t behind = std::min(text.find_first_not_of(blanks, at + 1), text.size());
  if (behind < text.size() && text[behind] != ',') {
    line.fail(behind,
              {"닫는 따옴표 뒤에는 쉼표가 와야 합니다", "expected a comma after the closing quote"},
              {"토큰 안의 따옴표는 \"\"로 쓰십시오", "write a quote inside a token as \"\""});
  }
  start = behind + 1;
  return field;
}

std::vector<Field> split(const Line& line) {
  std::vector<Field> fields;
  std::size_t start = 0;
  while (start <= line.text.size()) {
    fields.push_back(next_field(line, start));
    if (fields.size() > static_cast<std::size_t>(Settings::max_d_in) + 1) {
      line.fail(fields.back().start,
                {formatted("열은 {}개까지 받습니다", Settings::max_d_in),
                 formatted("at most {} columns are taken", Settings::max_d_in)},
                {"열의 수를 줄이십시오", "use fewer columns"});
    }
  }
  return fields;
}

float parse_number(const Line& line, const Field& field) {
  const Text fix = {"0.43이나 -1.5e-3처럼 십진수로 쓰십시오",
                    "write a decimal such as 0.43 or -1.5e-3"};
  float value = 0;
  const char* begin = field.text.data();
  const char* end = begin + field.text.size();
  if (field.text.size() > 1 && *begin == '+' && begin[1] != '-') ++begin;  // taken by Python
  const auto [stop, error] = parse_decimal(begin, end, value);
  if (field.text.empty()) {
    line.fail(field.start, {"숫자가 와야 할 곳이 비어 있습니다", "expected a number, got nothing"},
              fix);
  }
  if (field.quoted || error == std::errc::invalid_argument || stop != end) {
    line.fail(field.start,
              {formatted("숫자가 와야 하는데 \"{}\"입니다", echoed(field.text)),
               formatted("expected a number, got \"{}\"", echoed(field.text))},
              field.quoted
                  ? Text("숫자에는 따옴표를 쓰지 마십시오", "take the quotes off the number")
                  : fix);
  }
  // What is too small for a float32 is 0, as in PyTorch.
  if (error == std::errc::result_out_of_range && value != 0) {
    line.fail(field.start,
              {formatted("float32로 나타낼 수 없는 수입니다: {}", echoed(field.text)),
               formatted("{} does not fit into a float32", echoed(field.text))},
              {"절댓값이 3e38 이하인 수를 쓰십시오", "use a number of at most 3e38 in size"});
  }
  if (!std::isfinite(value)) {
    line.fail(field.start,
              {formatted("유한한 수가 와야 하는데 \"{}\"입니다", echoed(field.text)),
               formatted("expected a finite number, got \"{}\"", echoed(field.text))},
              fix);
  }
  return value;
}

/// The lines of the file without their ends; empty ones are left out.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(blanks) != std::string_view::npos) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

constexpr FixedText header_fix = {
    "첫 줄에 token,x1,x2,…를 쓰고 다음 줄부터 토큰과 숫자를 쓰십시오",
    "make the first line token,x1,x2,… and give a token and its numbers on "
    "each line after it"};

/// How to mend a line that is not separated by commas: `usual`, if that is not what is wrong.
Text separator_fix(std::string_view line, const FixedText& usual) {
  if (line.find(';') != std::string_view::npos) {
    return {"값 사이에 ; 대신 쉼표를 쓰십시오", "separate the values with commas, not with ;"};
  }
  if (line.find('\t') != std::string_view::npos) {
    return {"값 사이에 탭 대신 쉼표를 쓰십시오", "separate the values with commas, not with tabs"};
  }
  return usual;
}

Labels parse_header(const Line& line) {
  Labels names;
  const std::vector<Field> fields = split(line);
  if (fields[0].text != "token") {
    line.fail(fields[0].start,
              {"첫 줄은 token으로 시작하는 머리글이어야 합니다",
               "expected a header that starts with token"},
              separator_fix(line.text, header_fix));
  }
  if (fields.size() < 2) {
    line.fail(line.text.size(), {"머리글에 열이 없습니다", "the header names no column"},
              header_fix);
  }
  for (std::size_t i = 1; i < fields.size(); ++i) names.push_back(fields[i].text);
  return names;
}

}  // namespace

Tensor parse_input(std::string_view text, const std::string& file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const Source source{text, file};
  source.require_text();
  if (text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos) {
    throw UserError(
        file, {"줄 끝이 \\n이 아니라 \\r입니다", "its lines end in \\r, not in \\n"},
        {"줄 끝이 \\n인 파일로 저장하십시오", "save the file with lines that end in \\n"});
  }
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty()) {
    throw UserError(file, {"파일이 비어 있습니다", "the file is empty"}, header_fix);
  }
  const auto columns = std::make_shared<const Labels>(parse_header({source, lines[0]}));
  if (lines.size() < 2) {
    throw UserError(file, {"토큰이 하나도 없습니다", "there is no token"}, header_fix);
  }
  if (lines.size() - 1 > static_cast<std::size_t>(Settings::max_tokens)) {
    const Line first_too_many{source, lines[static_cast<std::size_t>(Settings::max_tokens) + 1]};
    first_too_many.fail(0,
                        {formatted("토큰은 {}개까지 받습니다", Settings::max_tokens),
                         formatted("at most {} tokens are taken", Settings::max_tokens)},
                        {"줄 수를 줄이십시오", "use fewer lines"});
  }

  Labels tokens;
  std::vector<float> values;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Line line{source, lines[i]};
    const std::vector<Field> fields = split(line);
    if (fields.size() != columns->size() + 1) {
      line.fail(fields.size() > columns->size() + 1 ? fields[columns->size() + 1].start
                                                    : line.text.size(),
                {formatted("머리글과 같이 {}칸이어야 하는데 {}칸입니다", columns->size() + 1,
                           fields.size()),
                 formatted("expected {} values as in the header, got {}", columns->size() + 1,
                           fields.size())},
                separator_fix(fields.size() == 1 ? line.text : "",
                              {"줄마다 토큰 하나와 열마다 숫자 하나를 쓰십시오",
                               "write a token and one number for each column"}));
    }
    if (fields[0].text.empty()) {
      line.fail(0, {"토큰이 비어 있습니다", "the token is empty"},
                {"줄 맨 앞에 토큰을 쓰십시오", "write the token at the start of the line"});
    }
    tokens.push_back(fields[0].text);
    for (std::size_t f = 1; f < fields.size(); ++f) values.push_back(parse_number(line, fields[f]));
  }
  const Shape shape = {static_cast<Size>(tokens.size()), static_cast<Size>(columns->size())};
  return Tensor(shape, std::move(values))
      .named(names::inputs)
      .labelled(0, std::make_shared<const Labels>(std::move(tokens)))
      .labelled(1, columns);
}

}  // namespace attn
