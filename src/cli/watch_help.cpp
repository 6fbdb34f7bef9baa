#include "cli/watch_help.h"

#include <utility>

#include "answer/meet.h"
#include "answer/prediction.h"
#include "lesson/explanation.h"

namespace attn {
namespace {

using Cell = block::Question::Cell;

/// The first cell that the step asks for, of a tensor with a name, else its result's first.
Cell telling_cell(const Place& place, const Settings& settings) {
  const Page page = write_fitting_page(place, settings);
  for (const Block& block : page.blocks()) {
    const auto* question = std::get_if<block::Question>(&block);
    if (!question) continue;
    const auto* cell = std::get_if<Cell>(&question->answer);
    if (cell && !cell->tensor.name().empty()) return *cell;
  }
  const Tensor result = shown_by(place, settings).result();
  return {result, Index::filled(result.dim(), 0)};
}

}  // namespace

Text WatchHelp::hint(const Settings& settings, int decimals) {
  const Cell cell = telling_cell(place_, settings);
  const std::vector<Text> all = hints({.ask = {}, .given = {}, .answer = cell}, decimals);
  if (given_ >= all.size()) {
    return {"힌트는 여기까지입니다. s를 누르면 풀이를 볼 수 있습니다.",
            "There are no more hints. s shows the solution."};
  }
  const Text& hint = all[given_++];
  const std::string which =
      formatted("{}/{}: {}", given_, all.size(), cell_name(cell.tensor, cell.index));
  return {formatted("힌트 {}: {}", which, hint.ko), formatted("hint {}: {}", which, hint.en)};
}

std::vector<Block> WatchHelp::solution(const Settings& settings) {
  if (!std::exchange(is_solution_asked_, !is_solution_asked_)) {
    return {block::Paragraph{
        {"풀이를 보려면 s를 한 번 더 누르십시오.", "Press s again to see the solution."}}};
  }
  const Page page = write_fitting_page(place_, settings);
  std::vector<Block> lines;
  for (const Block& block : page.blocks()) {
    if (std::holds_alternative<block::Code>(block)) lines.push_back(block);
  }
  return lines;
}

}  // namespace attn
