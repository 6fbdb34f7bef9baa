#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/output.h"
#include "lesson/user_error.h"

namespace attn {

int completion_command(const Request& request) {
  const std::vector<std::string>& words = request.words;
  const std::string shell = words.size() == 1 ? words[0] : "";
  if (shell == "bash") {
    print(bash_completion());
  } else if (shell == "zsh") {
    print(zsh_completion(request.style.language));
  } else if (shell == "fish") {
    print(fish_completion(request.style.language));
  } else {
    throw UserError("completion",
                    {"bash, zsh, fish 중 하나가 와야 합니다", "expected one of bash, zsh, fish"},
                    {"source <(attn completion bash)처럼 쓰십시오",
                     "write, say, source <(attn completion bash)"});
  }
  return 0;
}

}  // namespace attn
