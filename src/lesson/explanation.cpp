#include "lesson/explanation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tensor/graph.h"
#include "tensor/operation.h"

namespace attn {
namespace {

using Kind = Derivation::Kind;

/// All cells in a derivation, in order.
void collect_cells(const Derivation& d, std::vector<const Derivation*>& cells) {
  if (d.kind == Kind::cell) cells.push_back(&d);
  for (const Derivation& part : d.parts) collect_cells(part, cells);
}

/// The part of a derivation that tells most: of a sum the largest term, else all of it.
const Derivation& telling_part(const Derivation& d, Operands operands) {
  if (d.kind != Kind::sum) return d;
  return *std::max_element(
      d.parts.begin(), d.parts.end(), [&](const Derivation& a, const Derivation& b) {
        return std::abs(evaluate(a, operands)) < std::abs(evaluate(b, operands));
      });
}

/// How many different cells of one operand there are.
std::size_t count_cells(const std::vector<const Derivation*>& cells, int operand) {
  std::vector<const Index*> seen;
  for (const Derivation* cell : cells) {
    if (cell->operand != operand) continue;
    const bool is_known = std::any_of(seen.begin(), seen.end(),
                                      [&](const Index* known) { return *known == cell->index; });
    if (!is_known) seen.push_back(&cell->index);
  }
  return seen.size();
}

bool is_move(const Explanation& explanation) {
  return !explanation.given && explanation.derivation.kind == Kind::cell;
}

}  // namespace

Explanation explain(const Tensor& tensor, const Index& cell, int depth) {
  Explanation explanation{.tensor = tensor, .cell = cell};
  if (!tensor.operation()) {
    explanation.given = true;
    return explanation;
  }
  const Operands operands = tensor.operands();
  explanation.derivation = tensor.operation()->explain(operands, cell);
  const bool moves = explanation.derivation.kind == Kind::cell;
  if (depth == 0 && !moves) return explanation;

  std::vector<const Derivation*> all;
  collect_cells(explanation.derivation, all);
  std::vector<const Derivation*> telling;
  collect_cells(telling_part(explanation.derivation, operands), telling);
  telling.insert(telling.end(), all.begin(), all.end());
  for (int operand = 0; operand < static_cast<int>(operands.size()); ++operand) {
    const auto one = std::find_if(telling.begin(), telling.end(),
                                  [&](const Derivation* used) { return used->operand == operand; });
    if (one == telling.end()) continue;
    const Tensor& from = operands[static_cast<std::size_t>(operand)];
    if (!from.operation() && from.name().empty()) continue;  // a number in the operation itself
    Explanation next = explain(from, (*one)->index, moves ? depth : depth - 1);
    if (moves && from.name().empty() && is_move(next)) {
      next = Explanation(next.upstream.front());  // a copy: what is assigned to lets go of it
    }
    next.cells = count_cells(all, operand);
    explanation.upstream.push_back(std::move(next));
  }
  return explanation;
}

Text in_words(const Explanation& explanation) {
  if (explanation.given) return {"주어진 값입니다", "given"};
  const Tensor& tensor = explanation.tensor;
  if (!is_move(explanation)) {
    Wording words = tensor.operation()->words({explanation.derivation, tensor, explanation.cell});
    return {std::move(words.ko), std::move(words.en)};
  }
  const Explanation& from = explanation.upstream.front();
  const std::string name = cell_name(from.tensor, from.cell);
  if (tensor.shares_storage(from.tensor)) {
    return {formatted("계산한 것이 아니라 {}의 칸 그대로이며, 데이터는 움직이지 않았습니다", name),
            formatted("no arithmetic: this cell is {}, and the data did not move", name)};
  }
  return {formatted("계산 없이 그대로 옮겼습니다: {}", name),
          formatted("no arithmetic: {} was copied", name)};
}

std::string cell_name(const Tensor& x, const Index& cell) {
  const std::string name = expression(x);
  if (cell.rank() == 0) return name;
  const bool is_word = name.find(' ') == std::string::npos;
  return (is_word ? name : "(" + name + ")") + subscript(cell);
}

std::string cell_labels(const Tensor& x, const Index& cell) {
  std::string names;
  for (int axis = 0; axis < cell.rank(); ++axis) {
    const std::string* name = x.label(axis, cell);
    if (name) names += formatted("{}'{}'", names.empty() ? "" : ", ", *name);
  }
  return names;
}

}  // namespace attn
