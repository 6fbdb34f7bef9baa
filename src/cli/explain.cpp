#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "cli/asked_cells.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/step_selection.h"
#include "lesson/user_error.h"
#include "render/json.h"
#include "render/render.h"

namespace attn {
namespace {

/// What can be asked about, a tensor a line: its name first.
std::string tensors_of(const Page& page, Format format) {
  const std::vector<Tensor> tensors = named_tensors(page);
  if (format == Format::json) return render_json(page.id(), tensors) + "\n";
  std::string lines;
  for (const Tensor& tensor : tensors) {
    lines += formatted("{} {}\n", tensor.name(), to_string(tensor.shape()));
  }
  return lines;
}

/// Some of many cells, and how many there are.
void add_derivations(const AskedCells& asked, int depth, Page& page) {
  constexpr std::size_t most = 24;
  const std::size_t count = std::min(asked.cells.size(), most);
  for (const Index& cell : std::span(asked.cells).first(count)) {
    page.add(block::Derivation{asked.tensor, cell, depth});
  }
  if (count == asked.cells.size()) return;
  page.text("칸 {}개 가운데 처음 {}개입니다.", "The first {1} of {0} cells.", asked.cells.size(),
            count);
}

std::string answer_to(const Page& page, const std::string& word, const Request& request) {
  if (word.empty()) return tensors_of(page, request.format);
  const AskedCells asked = find_asked_cells(page, word);
  // Of a row, what its cells have in common is told once, and no further back.
  const int depth = asked.cells.size() > 1 ? 0 : request.depth;
  if (request.format == Format::json) {
    if (asked.is_whole) {
      return render_json(page.id(), block::ShapeTrace{asked.tensor, request.depth}) + "\n";
    }
    std::vector<block::Derivation> cells;
    for (const Index& cell : asked.cells) cells.push_back({asked.tensor, cell, depth});
    return (cells.size() == 1 ? render_json(page.id(), cells.front())
                              : render_json(page.id(), cells)) +
           "\n";
  }
  Page answers(page.id());
  if (asked.is_whole) {
    answers.add(block::ShapeTrace{asked.tensor, request.depth});
  } else {
    add_derivations(asked, depth, answers);
  }
  return render({&answers, 1}, request.format, request.style, page.title());
}

}  // namespace

int explain_command(const Request& request) {
  if (request.words.empty()) {
    throw UserError(
        "explain", {"단계와 텐서의 이름이 와야 합니다", "expected a step and the name of a tensor"},
        {"attn explain 13 all_context_vecs[0,1]처럼 쓰십시오",
         "write, say, attn explain 13 all_context_vecs[0,1]"});
  }
  const Place place = select_step(request.words[0]);
  const Settings settings = settings_of(request);
  std::string asked;  // the shell may have split "x[0, 1]"
  for (std::size_t i = 1; i < request.words.size(); ++i) asked += request.words[i];
  print(answer_to(write_page(place, settings), asked, request));
  note_unused(request, settings);
  return 0;
}

}  // namespace attn
