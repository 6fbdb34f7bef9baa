#include "lesson/explanation.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "tensor/graph.h"
#include "tensor/normalize.h"
#include "tensor/operation.h"
#include "tensor/operations.h"

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

/// The draw in a derivation; null if there is none.
const Derivation* find_draw(const Derivation& d) {
  if (d.kind == Kind::draw) return &d;
  for (const Derivation& part : d.parts) {
    if (const Derivation* found = find_draw(part)) return found;
  }
  return nullptr;
}

/// Which number of its draw a cell is, from 1.
Size number_of(const Explanation& explanation) {
  return row_major_place(explanation.cell, explanation.tensor.shape()) + 1;
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
    if (moves && from.name().empty() && is_move(next)) next = next.upstream.front();
    next.cells = count_cells(all, operand);
    explanation.upstream.push_back(std::move(next));
  }
  return explanation;
}

Text in_words(const Explanation& explanation) {
  if (explanation.given) return {"주어진 값입니다", "given"};
  const Derivation& d = explanation.derivation;
  switch (d.kind) {
    case Kind::cell: {
      const Explanation& from = explanation.upstream.front();
      const std::string name = cell_name(from.tensor, from.cell);
      if (explanation.tensor.shares_storage(from.tensor)) {
        return {
            formatted("계산 없이 자리만 다릅니다: {}와 같은 칸이고, 데이터는 움직이지 않았습니다",
                      name),
            formatted("no arithmetic: this cell is {}, and the data did not move", name)};
      }
      return {formatted("계산 없이 그대로 옮겼습니다: {}", name),
              formatted("no arithmetic: {} was copied", name)};
    }
    case Kind::number:
      if (dynamic_cast<const MaskedFill*>(explanation.tensor.operation())) {
        return {formatted("마스크의 그 칸이 1이므로 {:g}로 채웠습니다", d.value),
                formatted("the mask is 1 there: filled with {:g}", d.value)};
      }
      return {formatted("정해진 수 {:g}", d.value), formatted("set to {:g}", d.value)};
    case Kind::draw:
      return {formatted("시드 {}에서 나온 난수입니다: 이번에 뽑은 {}번째 수", d.seed,
                        number_of(explanation)),
              formatted("a random number from seed {}: number {} of this draw", d.seed,
                        number_of(explanation))};
    case Kind::less: {
      const Derivation& drawn = d.parts[0];
      const double threshold = d.parts[1].value;
      const bool is_less = explanation.value() != 0;
      return {formatted("시드 {}에서 나온 난수(이번에 뽑은 {}번째 수) {:.4f}: 기준 {:g}보다 {}",
                        drawn.seed, number_of(explanation), drawn.value, threshold,
                        is_less ? "작으므로 1입니다" : "작지 않으므로 0입니다"),
              formatted("{:.4f}, a random number from seed {}, number {} of this draw, is {} the "
                        "threshold {:g}: {}",
                        drawn.value, drawn.seed, number_of(explanation),
                        is_less ? "below" : "not below", threshold, is_less ? 1 : 0)};
    }
    case Kind::sum:
      if (const Derivation* drawn = find_draw(d)) {
        return {formatted("시드 {}에서 나온 난수(이번에 뽑은 {}번째 수)를 구간에 맞춥니다",
                          drawn->seed, number_of(explanation)),
                formatted("a random number from seed {}, number {} of this draw, stretched to its "
                          "range",
                          drawn->seed, number_of(explanation))};
      }
      if (std::all_of(d.parts.begin(), d.parts.end(),
                      [](const Derivation& part) { return part.kind == Kind::product; })) {
        return {formatted("곱 {}개를 더합니다", d.parts.size()),
                formatted("the sum of {} products", d.parts.size())};
      }
      return {formatted("수 {}개를 더합니다", d.parts.size()),
              formatted("the sum of {} numbers", d.parts.size())};
    case Kind::quotient:
      if (d.parts[0].kind == Kind::exp) {
        return {"가장 큰 값을 뺀 다음 exp를 취하고, 그 합으로 나눕니다",
                "the maximum is subtracted, exp taken, and the result divided by the sum of them "
                "all"};
      }
      if (d.parts[0].kind == Kind::sum && d.parts[1].kind == Kind::number) {
        const bool squares = d.parts[0].parts[0].kind == Kind::product;
        return {formatted("{} {}개를 더한 값을 나눕니다: ÷ {:g}", squares ? "제곱" : "수",
                          d.parts[0].parts.size(), d.parts[1].value),
                formatted("{} added up and divided: {}, ÷ {:g}", squares ? "squares" : "numbers",
                          d.parts[0].parts.size(), d.parts[1].value)};
      }
      if (dynamic_cast<const Normalize*>(explanation.tensor.operation())) {
        return {
            "평균을 빼고 제곱근으로 나눕니다. PyTorch처럼 r = 1 ÷ 제곱근으로 x × r - 평균 × r을 "
            "구하므로, 평균이 분산에 견주어 아주 크면 반올림 때문에 식과 조금 다릅니다",
            "the mean is subtracted and the rest divided by the root; computed as in PyTorch, as "
            "x × r - mean × r for r = 1 ÷ root, so where the mean is very large against the spread, "
            "rounding sets it a little apart from the formula"};
      }
      return {"나눕니다", "a division"};
    case Kind::product:
      return {"곱합니다", "a product"};
    case Kind::difference:
      if (d.parts[1].kind == Kind::log) {
        return {"가장 큰 값을 뺀 다음, exp의 합의 로그를 뺍니다",
                "the maximum is subtracted, and then the logarithm of the sum of all exp"};
      }
      return {"뺍니다", "a difference"};
    case Kind::exp:
      return {"지수 함수를 취합니다", "exp"};
    case Kind::log:
      return {"자연로그를 취합니다", "the natural logarithm"};
    case Kind::erf:
      return {"오차 함수 erf를 취합니다", "the error function"};
    case Kind::tanh:
      return {"쌍곡탄젠트 tanh를 취합니다", "the hyperbolic tangent"};
    case Kind::sin:
      return {"사인 sin을 취합니다", "the sine"};
    case Kind::cos:
      return {"코사인 cos을 취합니다", "the cosine"};
    case Kind::sqrt:
      if (d.parts[0].kind == Kind::cell) return {"제곱근을 구합니다", "the square root"};
      return {"편차의 제곱을 더해 (개수 - 1)로 나눈 다음 제곱근을 구합니다",
              "squared deviations added up, divided by (count - 1), then the root"};
    case Kind::max:
      return {formatted("{}개 가운데 가장 큰 수입니다", d.parts.size()),
              formatted("the largest of {}", d.parts.size())};
  }
  return {};
}

std::string cell_name(const Tensor& x, const Index& cell) {
  const std::string name = expression(x);
  std::string places;
  for (const Size place : cell) places += formatted("{}{}", places.empty() ? "" : ",", place);
  if (cell.rank() == 0) return name;
  const bool is_word = name.find(' ') == std::string::npos;
  return is_word ? formatted("{}[{}]", name, places) : formatted("({})[{}]", name, places);
}

std::string cell_labels(const Tensor& x, const Index& cell) {
  std::string names;
  for (int axis = 0; axis < cell.rank(); ++axis) {
    const Labels* labels = x.labels(axis);
    if (!labels) continue;
    names += formatted("{}'{}'", names.empty() ? "" : ", ",
                       (*labels)[static_cast<std::size_t>(cell[axis])]);
  }
  return names;
}

}  // namespace attn
