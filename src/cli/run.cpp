#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "render/render.h"

namespace attn {

int run_command(const Request& request) {
  const std::vector<Place> places = select_steps(request.words);
  const Settings settings = settings_of_shown(request);
  // From here on nothing can fail, so pages are printed as they are written.
  Renderer renderer(request.format, request.style);
  for (const Place& place : places) print(renderer.page(write_page(place, settings)));
  print(renderer.end());
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
