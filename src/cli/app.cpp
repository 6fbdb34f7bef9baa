#include "cli/app.h"

#include <cstdio>
#include <exception>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"

namespace attn {
namespace {

int dispatch(const std::vector<std::string>& words) {
  const Arguments arguments = parse_arguments(words);
  if (arguments.version) {
    print("attn " ATTN_VERSION "\n");
    return 0;
  }
  const Options options = understand_options(arguments);
  if (arguments.help || arguments.command.empty()) {
    print(help_page(options.style.language));
    return 0;
  }
  for (const Command& command : commands()) {
    if (command.name == arguments.command) return command.run(arguments, options);
  }
  return 3;
}

/// Whether all that was printed has arrived; a full disk shows only here.
void require_written() {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return;
  throw UserError("", {"출력을 다 쓰지 못했습니다", "the output could not be written in full"},
                  {"디스크에 남은 공간이 있는지 확인하십시오", "check that the disk has room"});
}

}  // namespace

int run_app(const std::vector<std::string>& words) {
  const Language language = likely_language(words);
  try {
    const int code = dispatch(words);
    require_written();
    return code;
  } catch (const UserError& error) {
    print_error(describe(error, language));
    return 2;
  } catch (const std::exception& error) {
    print_error(formatted("attn: internal error: {}\n", error.what()));
    return 3;
  }
}

}  // namespace attn
