#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "render/json.h"
#include "render/text.h"

namespace attn {

int run_command(const Request& request) {
  const std::vector<Place> places = select_steps(request.words);
  const Settings settings = settings_of_shown(request);
  // From here on nothing can fail, so pages are printed as they are written.
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Page page = write_page(places[i], settings);
    if (request.format == Format::json) {
      print(i == 0 ? "[" : ",\n ");
      print(render_json(page));
    } else {
      print(render_text(page, request.style));
    }
  }
  if (request.format == Format::json) print("]\n");
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
