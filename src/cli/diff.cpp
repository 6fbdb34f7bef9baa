#include "answer/verdict.h"
#include "cli/commands.h"
#include "cli/diff_json.h"
#include "cli/diff_page.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "cli/tensor_answers.h"
#include "cli/tensor_input.h"
#include "lesson/user_error.h"
#include "render/html.h"
#include "render/render.h"

namespace attn {
namespace {

void require_step_and_file(const std::vector<std::string>& words) {
  if (words.size() == 2) return;
  throw UserError("diff",
                  {formatted("단계 하나와 파일 하나가 와야 하는데 {}개입니다", words.size()),
                   formatted("expected a step and a file, got {} word{}", words.size(),
                             words.size() == 1 ? "" : "s")},
                  {"attn diff 11 my_weights.txt, 또는 표준 입력이면 attn diff 11 -",
                   "attn diff 11 my_weights.txt, or attn diff 11 - for standard input"});
}

/// What a file holds: tensors as numbers, or as somebody printed them.
std::vector<Answer> answers_in_file(const std::string& file, Language language) {
  const std::string bytes = read_or_paste(file, most_bytes(file, max_answer_bytes), language);
  if (!is_tensor_file(bytes, file)) return read_answers({bytes, file});
  const TensorFile tensors = read_tensor_file(bytes, file);
  note_refused(tensors, language);
  return answers_in(tensors);
}

}  // namespace

int diff_command(const Request& request) {
  require_step_and_file(request.words);
  const Place place = select_step(request.words[0]);
  const Settings settings = settings_of(request);
  const std::string& file = request.words[1];
  const Verdict verdict = judge(place, settings, answers_in_file(file, request.style.language));
  if (request.format == Format::json) {
    print(diff_as_json(verdict) + "\n");
  } else if (request.format == Format::html) {
    Renderer renderer(request.format, request.style, "attn diff");
    print(renderer.page(diff_page(verdict, place)));
    print(json_element(diff_as_json(verdict), "verdict"));
    print(renderer.end());
  } else {
    const Page page = diff_page(verdict, place);
    print(render({&page, 1}, request.format, request.style, "attn diff"));
  }
  note_unused(request, settings);
  return verdict.equal() ? 0 : 1;
}

}  // namespace attn
