#include "cli/commands.h"
#include "cli/file.h"
#include "cli/output.h"
#include "embedded.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

constexpr const char* weights_file = "induction.safetensors";

}  // namespace

int weights_command(const Request& request) {
  if (request.words.size() > 1) {
    throw UserError("weights",
                    {formatted("파일 말고 더 있습니다: \"{}\"", echoed(request.words[1])),
                     formatted("\"{}\" follows the file", echoed(request.words[1]))},
                    {"파일 하나만 쓰십시오: attn weights", "name one file, or none: attn weights"});
  }
  const std::string path = request.words.empty() ? weights_file : request.words[0];
  const std::string bytes(embedded_file(weights_file));
  if (path == "-") {
    print(bytes);
    return 0;
  }
  if (exists(path)) {
    throw UserError(
        path, {"이미 있으므로 쓰지 않았습니다", "it is there already and was left as it is"},
        {"다른 이름을 주거나 있는 것을 옮기십시오", "give another name, or move it away"});
  }
  write_new_file(path, bytes);
  print(path + "\n");
  return 0;
}

}  // namespace attn
