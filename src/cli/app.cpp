#include "cli/app.h"

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
  if (arguments.help || !arguments.command) {
    print(help_page(options.style));
    return 0;
  }
  return arguments.command->run(arguments, options);
}

}  // namespace

int run_app(const std::vector<std::string>& words) {
  const Language language = likely_language(words);
  try {
    const int code = dispatch(words);
    finish_printing();
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
