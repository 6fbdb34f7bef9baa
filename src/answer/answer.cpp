#include "answer/answer.h"

#include "answer/plain_text.h"
#include "answer/scan.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

/// What people and programs print, without what was typed to get it.
std::vector<Answer> read_prints(const Source& source) {
  const std::string bare = without_typing(source.text);
  const std::string text = with_decimal_points({bare, source.file});
  const Source prints{text, source.file};
  for (const auto read : {read_html, read_latex, read_yaml}) {
    std::vector<Answer> answers = read(prints);
    if (!answers.empty()) return answers;
  }
  std::optional<UserError> doubt;
  for (const auto read : {read_brackets, read_tables}) {
    std::vector<Answer> answers = read(prints, doubt);
    if (!answers.empty()) return answers;
  }
  if (doubt) throw *doubt;
  return {};
}

std::vector<Answer> read_any_form(const Source& source) {
  if (const auto outputs = outputs_of_notebook(source)) {
    const std::string text = plain_text({*outputs, source.file});
    return read_prints({text, source.file});
  }
  if (is_json(source)) return read_json(source);
  std::vector<Answer> answers = read_page_text(source);
  // A page without tensors holds none in its words either.
  return answers.empty() && !is_page_text(source) ? read_prints(source) : answers;
}

}  // namespace

std::vector<Answer> read_answers(const Source& source) {
  const std::string text = plain_text(source);
  if (trimmed(text).empty()) {
    throw UserError(source.file, {"파일이 비었습니다", "the file is empty"},
                    {"텐서를 출력한 것을 저장하십시오", "save what printing the tensors shows"});
  }
  std::vector<Answer> answers = read_any_form({text, source.file});
  if (!answers.empty()) return answers;
  throw UserError(source.file, {"숫자가 없습니다", "there are no numbers"},
                  {"PyTorch나 NumPy로 출력한 텐서, JSON 리스트, CSV, attn run의 출력을 주십시오",
                   "give tensors as PyTorch or NumPy print them, JSON lists, CSV, or what attn "
                   "run prints"});
}

}  // namespace attn
