#include <string>

#include "cli/commands.h"
#include "lesson/user_error.h"

namespace attn {
namespace {

[[noreturn]] int refuse(const Request& request) {
  throw UserError(
      std::string(request.command->name),
      {"브라우저에서는 쓸 수 없는 명령입니다", "this command does not work in a browser"},
      {"설치한 attn에서 쓰십시오", "use an attn that is installed"});
}

}  // namespace

int watch_command(const Request& request) {
  refuse(request);
}

int completion_command(const Request& request) {
  refuse(request);
}

}  // namespace attn
