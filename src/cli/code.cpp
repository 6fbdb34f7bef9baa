#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/program_text.h"
#include "cli/step_selection.h"
#include "cli/weights_file.h"
#include "lesson/user_error.h"

namespace attn {

int code_command(const Request& request) {
  if (request.words.empty()) {
    throw UserError("code", {"단계가 와야 합니다", "expected a step"},
                    {"attn code 23처럼 쓰십시오", "write, say, attn code 23"});
  }
  const std::vector<Place> places = select_steps(request.words);
  const Settings settings = settings_of(request);
  PagesWithWeights pages(places, settings);
  print(program_text(program_under(places, settings), request.style.language));
  pages.note_of(places, request.style.language);
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
