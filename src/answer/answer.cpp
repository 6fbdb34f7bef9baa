#include "answer/answer.h"

#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// The text without the escapes that colour it, if it has any.
std::string without_colours(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (!text.substr(at).starts_with("\x1b[")) {
      plain += text[at++];
      continue;
    }
    const std::size_t end = text.find_first_not_of("0123456789;", at + 2);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
  return plain;
}

std::vector<Answer> read_any_form(const Source& source) {
  const std::string_view start = trimmed(source.text).substr(0, 256);
  const bool is_json = start.starts_with('{') ||
                       (start.starts_with('[') && trimmed(start.substr(1)).starts_with('{'));
  if (is_json) return read_json(source);
  for (const auto read : {read_page_text, read_brackets, read_tables}) {
    std::vector<Answer> answers = read(source);
    if (!answers.empty()) return answers;
  }
  return {};
}

}  // namespace

std::vector<Answer> read_answers(const Source& source) {
  source.require_text();
  std::vector<Answer> answers;
  if (source.text.find('\x1b') != std::string_view::npos) {
    const std::string plain = without_colours(source.text);
    answers = read_any_form({plain, source.file});
  } else {
    answers = read_any_form(source);
  }
  std::erase_if(answers, [](const Answer& answer) { return answer.readings.empty(); });
  if (!answers.empty()) return answers;
  throw UserError(source.file, {"숫자가 없습니다", "there are no numbers"},
                  {"PyTorch나 NumPy로 출력한 텐서, JSON 리스트, CSV, attn run의 출력을 주십시오",
                   "give tensors as PyTorch or NumPy print them, JSON lists, CSV, or what attn "
                   "run prints"});
}

}  // namespace attn
