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
/// blanks. Of a line with more than may be taken, enough to see that.
std::vector<Field> fields_of(std::string_view text, std::size_t start, std::size_t end) {
  const std::string_view line = text.substr(start, end - start);
  const std::string_view separators =
      line.find_first_of(",;\t|") == std::string_view::npos ? " " : ",;\t|";
  const bool has_bars = line.find('|') != std::string_view::npos;
  constexpr std::size_t most = max_answer_numbers + 4;
  std::vector<Field> fields;
  fields.reserve(std::min(most, line.size() / 2 + 1));
  for (std::size_t at = 0; at <= line.size() && fields.size() < most;) {
    const std::size_t stop = std::min(line.find_first_of(separators, at), line.size());
    const std::string_view whole = line.substr(at, stop - at);
    const std::size_t first = at + std::min(whole.find_first_not_of(" \r\""), whole.size());
    std::string_view field = trimmed(line.substr(first, stop - first));
    if (field.ends_with('"')) field.remove_suffix(1);
    // Bars stand around a row, commas only between its fields.
    const bool is_edge = has_bars && (at == 0 || stop == line.size());
    if (!field.empty() || (separators != " " && !is_edge)) {
      fields.push_back({field, start + first});
    }
    at = stop + 1;
  }
  // A comma may also end a row.
  if (fields.size() > 1 && fields.back().text.empty()) fields.pop_back();
  return fields;
}

std::optional<Reading> number_in(const Source& source, const Field& field) {
  std::size_t at = field.offset;
  std::optional<Reading> reading = scan_number(source, at);
  if (!reading || at != field.offset + field.text.size()) return {};
  return reading;
}

[[noreturn]] void fail_no_number(const Source& source, const Field& field) {
  const Text fix = {"한 줄에 한 행의 수만 쓰십시오", "write the numbers of one row in each line"};
  if (field.text.empty()) {
    source.fail(field.offset,
                {"숫자가 와야 하는데 비어 있습니다", "expected a number, got nothing"}, fix);
  }
  const std::string_view word = beginning(field.text);
  source.fail(field.offset,
              {formatted("숫자가 와야 하는데 \"{}\"입니다", word),
               formatted("expected a number, got \"{}\"", word)},
              fix);
}

}  // namespace

// A line of numbers is a row, with a label in front if it likes; a line without numbers is a name
// or a header; `name = 0.5` is both.
std::vector<Answer> read_tables(const Source& source) {
  std::vector<Answer> answers;
  Answer answer;
  std::string name;
  bool has_label_column = false;  // by its header, so that labels may be numbers
  const std::string_view text = source.text;
  const auto finish = [&](std::size_t offset) {
    keep(source, offset, std::exchange(answer, {}), answers);
  };
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::vector<Field> fields = fields_of(text, start, end);
    const std::size_t line = std::exchange(start, end + 1);
    if (fields.empty() || fields[0].text.starts_with('#')) continue;
    if (fields.size() > 2 && fields[1].text == "=" && is_name(fields[0].text)) {
      finish(line);
      name = std::string(fields[0].text);
      has_label_column = false;
      fields.erase(fields.begin(), fields.begin() + 2);
    }
    // A field alone is no label of a row but a name, or a row that lacks its numbers.
    if (has_label_column && fields.size() > 1) fields.erase(fields.begin());

    std::vector<Reading> row;
    row.reserve(fields.size());
    for (const Field& field : fields) {
      if (field.text == "..." || field.text == "…") fail_summarised(source, field.offset);
      if (const auto reading = number_in(source, field)) {
        row.push_back(*reading);
      } else if (!row.empty()) {
        fail_no_number(source, field);
      }
    }
    if (row.empty()) {
      std::string_view word = fields[0].text;
      while (word.ends_with(':') || word.ends_with('=')) word.remove_suffix(1);
      name = fields.size() == 1 && is_name(trimmed(word)) ? std::string(trimmed(word)) : "";
      finish(line);
      has_label_column = fields[0].text.empty() || fields[0].text == "token";
      continue;
    }
    // A row is numbers after at most one label, or else it is a sentence.
    if (fields.size() - row.size() > 1) continue;

    const auto columns = static_cast<Size>(row.size());
    if (answer.readings.empty()) {
      answer = {.name = name, .shape = {0, columns}, .is_table = true};
    }
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
      fail_too_many_numbers(source, line);
    }
    if (answer.readings.empty()) {
      answer.readings = std::move(row);
    } else {
      answer.readings.insert(answer.readings.end(), row.begin(), row.end());
    }
  }
  finish(text.size());
  return answers;
}

}  // namespace attn
