#include "answer/answer.h"

#include <algorithm>

#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// The text without the escapes that colour it, if it has any.
std::string without_colours(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!text.substr(at).starts_with("\x1b[")) {
      plain += text[at++];
      continue;
    }
    at = std::min(text.find_first_not_of("0123456789;", at + 2), text.size());
    if (at < text.size() && 'A' <= text[at] && text[at] <= 'z') ++at;
  }
  return plain;
}

std::vector<Answer> read_any_form(const Source& source) {
  if (is_json(source)) return read_json(source);
  for (const auto read : {read_page_text, read_brackets, read_tables}) {
    std::vector<Answer> answers = read(source);
    if (!answers.empty()) return answers;
  }
  return {};
}

}  // namespace

std::vector<Answer> read_answers(const Source& source) {
  source.require_text();
  if (trimmed(source.text).empty()) {
    throw UserError(source.file, {"파일이 비었습니다", "the file is empty"},
                    {"텐서를 출력한 것을 저장하십시오", "save what printing the tensors shows"});
  }
  std::vector<Answer> answers;
  if (source.text.find('\x1b') != std::string_view::npos) {
    const std::string plain = without_colours(source.text);
    answers = read_any_form({plain, source.file});
  } else {
    answers = read_any_form(source);
  }
  if (!answers.empty()) return answers;
  throw UserError(source.file, {"숫자가 없습니다", "there are no numbers"},
                  {"PyTorch나 NumPy로 출력한 텐서, JSON 리스트, CSV, attn run의 출력을 주십시오",
                   "give tensors as PyTorch or NumPy print them, JSON lists, CSV, or what attn "
                   "run prints"});
}

}  // namespace attn
