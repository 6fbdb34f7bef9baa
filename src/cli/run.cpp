#include "cli/commands.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "render/json.h"
#include "render/text.h"

namespace attn {

int run_command(const Arguments& arguments, const Options& options) {
  const std::vector<Place> places = select_steps(arguments.words);
  const Settings settings = understand_settings(arguments);
  // From here on nothing can fail, so pages are printed as they are written.
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Page page = write_page(places[i], settings);
    if (options.json) {
      print(i == 0 ? "[" : ",\n ");
      print(render_json(page));
    } else {
      print(render_text(page, options.style));
    }
  }
  if (options.json) print("]\n");
  return 0;
}

}  // namespace attn
