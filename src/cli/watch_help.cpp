#include "cli/watch_help.h"

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

std::vector<Text> hints_on(const Place& place, const Settings& settings, int decimals) {
  const Cell cell = telling_cell(place, settings);
  const std::string name = cell_name(cell.tensor, cell.index);
  std::vector<Text> named;
  for (const Text& hint : hints({.ask = {}, .given = {}, .answer = cell}, decimals)) {
    named.emplace_back(formatted("{}: {}", name, hint.ko), formatted("{}: {}", name, hint.en));
  }
  return named;
}

std::vector<Block> solution_of(const Place& place, const Settings& settings) {
  const Page page = write_fitting_page(place, settings);
  std::vector<Block> lines;
  for (const Block& block : page.blocks()) {
    if (std::holds_alternative<block::Code>(block)) lines.push_back(block);
  }
  return lines;
}

}  // namespace attn
