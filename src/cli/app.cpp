#include "cli/app.h"

#include <exception>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/option_table.h"
#include "cli/output.h"
#include "cli/pager.h"
#include "cli/parse.h"
#include "cli/report.h"

namespace attn {
namespace {

int dispatch(const std::vector<std::string>& words, Request& request) {
  parse(words, request);
  const bool is_dialogue =
      request.command && ((request.command->run == learn_command && !request.progress) ||
                          request.command->run == watch_command);
  if (!request.no_pager && !is_dialogue) print_through_pager();
  if (request.version) {
    print("attn " ATTN_VERSION "\n");
  } else if (request.help) {
    print(request.command ? help_page(*request.command, request.style) : help_page(request.style));
  } else if (!request.command) {
    print(start_page(request.style));
  } else {
    return request.command->run(request);
  }
  return 0;
}

}  // namespace

int run_app(const std::vector<std::string>& words) {
  Request request{.style = usual_style()};
  if (const auto complaint = complaint_about_environment()) {
    print_error(formatted("attn: ATTN_LANG: {}\n", in_a_line(*complaint, Language::both)));
  }
  try {
    const int code = dispatch(words, request);
    finish_printing();
    return code;
  } catch (const UserError& error) {
    finish_pager();
    print_error(describe(error, request.style.language));
    return 2;
  } catch (const std::exception& error) {
    finish_pager();
    print_error(formatted("attn: internal error: {}\n", error.what()));
    return 3;
  }
}

}  // namespace attn
