#include <algorithm>
#include <utility>

#include "answer/scan.h"

namespace attn {
namespace {

struct Field {
  std::string_view text;
  std::size_t offset;
};

/// The fields of a line: between commas, semicolons, tabs or bars if it has any, else between
/// blanks.
std::vector<Field> fields_of(std::string_view text, std::size_t start, std::size_t end) {
  const std::string_view line = text.substr(start, end - start);
  const std::string_view separators =
      line.find_first_of(",;\t|") == std::string_view::npos ? " " : ",;\t|";
  std::vector<Field> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t stop = std::min(line.find_first_of(separators, at), line.size());
    const std::size_t first = std::min(line.find_first_not_of(" \r\"", at), stop);
    std::string_view field = trimmed(line.substr(first, stop - first));
    if (field.ends_with('"')) field.remove_suffix(1);
    // Bars stand around a row, commas only between its fields.
    const bool is_edge =
        line.find('|') != std::string_view::npos && (at == 0 || stop == line.size());
    if (!field.empty() || (separators != " " && !is_edge)) {
      fields.push_back({field, start + first});
    }
    at = stop + 1;
  }
  return fields;
}

std::optional<Reading> number_in(const Source& source, const Field& field) {
  std::size_t at = field.offset;
  std::optional<Reading> reading = scan_number(source, at);
  if (!reading || at != field.offset + field.text.size()) return {};
  return reading;
}

}  // namespace

// A line of numbers is a row, with a label in front if it likes; a line without numbers is a name
// or a header; `name = 0.5` is both.
std::vector<Answer> read_tables(const Source& source) {
  std::vector<Answer> answers;
  std::string name;
  bool continues = false;
  bool has_label_column = false;  // by its header, so that labels may be numbers
  const std::string_view text = source.text;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::vector<Field> fields = fields_of(text, start, end);
    const std::size_t line = std::exchange(start, end + 1);
    if (fields.empty() || fields[0].text.starts_with('#')) continue;
    if (fields.size() > 2 && fields[1].text == "=" && is_name(fields[0].text)) {
      name = std::string(fields[0].text);
      continues = has_label_column = false;
      fields.erase(fields.begin(), fields.begin() + 2);
    }
    if (has_label_column) fields.erase(fields.begin());

    std::vector<Reading> row;
    for (const Field& field : fields) {
      if (field.text == "..." || field.text == "…") fail_summarised(source, field.offset);
      if (const auto reading = number_in(source, field)) {
        row.push_back(*reading);
      } else if (!row.empty()) {
        source.fail(field.offset,
                    {formatted("숫자가 와야 하는데 \"{}\"입니다", field.text.substr(0, 20)),
                     formatted("expected a number, got \"{}\"", field.text.substr(0, 20))},
                    {"한 줄에 한 행의 수만 쓰십시오", "write the numbers of one row in each line"});
      }
    }
    if (row.empty()) {
      std::string_view word = fields[0].text;
      while (word.ends_with(':') || word.ends_with('=')) word.remove_suffix(1);
      name = fields.size() == 1 && is_name(trimmed(word)) ? std::string(trimmed(word)) : "";
      continues = false;
      has_label_column = fields[0].text.empty() || fields[0].text == "token";
      continue;
    }
    // A row is numbers after at most one label, or else it is a sentence.
    if (fields.size() - row.size() > 1) continue;

    if (!continues) answers.push_back({.name = name, .shape = {0, 0}, .is_table = true});
    continues = true;
    Answer& answer = answers.back();
    const auto columns = static_cast<Size>(row.size());
    if (answer.shape[0] == 0) answer.shape[1] = columns;
    if (answer.shape[1] != columns) {
      source.fail(line,
                  {formatted("앞 줄처럼 수가 {}개여야 하는데 {}개입니다", answer.shape[1], columns),
                   formatted("expected {} numbers as in the line before, got {}", answer.shape[1],
                             columns)},
                  {"빠지거나 남는 수가 없는지 확인하십시오",
                   "check that no number is missing and none is too many"});
    }
    ++answer.shape[0];
    if (answer.readings.size() + row.size() > max_answer_numbers) {
      source.fail(line,
                  {formatted("수는 {}개까지 받습니다", max_answer_numbers),
                   formatted("at most {} numbers are taken", max_answer_numbers)},
                  {"텐서를 하나만 주십시오", "give one tensor only"});
    }
    answer.readings.insert(answer.readings.end(), row.begin(), row.end());
  }
  return answers;
}

}  // namespace attn
