#include "answer/join.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "answer/part.h"

namespace attn {
namespace {

using Places = std::vector<std::size_t>;  ///< of answers

/// A name for what is put together: the only one that the step knows; nothing if there are several.
std::optional<std::string> common_name(const Page& page, const std::vector<Answer>& answers,
                                       const Places& rows) {
  std::string name;
  for (const std::size_t row : rows) {
    const std::string& own = answers[row].name;
    if (own.empty() || own == name || !find_tensor(page, own)) continue;
    if (!name.empty()) return {};
    name = own;
  }
  return name;
}

/// The rows below each other, as slices of a tensor with one axis more.
Answer stacked(const std::vector<Answer>& answers, const Places& rows, std::string name) {
  Answer whole = answers[rows.front()];
  whole.name = std::move(name);
  whole.readings.clear();
  for (const std::size_t row : rows) {
    const std::vector<Reading>& readings = answers[row].readings;
    whole.readings.insert(whole.readings.end(), readings.begin(), readings.end());
  }
  const auto count = static_cast<Size>(rows.size());
  // Rows that kept their axis, (1,2) of (6,2), are joined along it.
  const bool has_axis = whole.shape.rank() > 0 && whole.shape[0] == 1;
  whole.shape = has_axis ? whole.shape.with(0, count) : whole.shape.inserted(0, count);
  return whole;
}

/// All numbers of a tensor one by one have its shape.
void take_shape_of_all(Answer& whole, const std::vector<Candidate>& candidates) {
  if (whole.shape.rank() != 1) return;
  for (const Candidate& candidate : candidates) {
    Answer shaped = whole;
    shaped.shape = candidate.tensor.shape();
    if (shaped.shape.product() != whole.shape.product()) continue;
    if (WrittenTensor(shaped).fit(candidate.tensor) == Fit::none) continue;
    whole.shape = shaped.shape;
    return;
  }
}

/// What rows make together if that is meant to be a candidate; nothing if it is none.
enum class Likeness { none, shape, part, equal };
Likeness likeness(const std::vector<Candidate>& candidates, const Answer& whole) {
  const WrittenTensor got(whole);
  Likeness best = Likeness::none;
  for (const Candidate& candidate : candidates) {
    if (!whole.name.empty() && candidate.tensor.name() != whole.name) continue;
    if (got.fit(candidate.tensor) != Fit::none) return Likeness::equal;
    if (candidate.role == Role::hidden) continue;
    if (got.fits(candidate.tensor.shape())) {
      best = std::max(best, Likeness::shape);
    } else if (best < Likeness::part && part_of(candidate.tensor, got)) {
      best = Likeness::part;
    }
  }
  return best;
}

/// Whether an answer alone is a tensor of the step, so that it need not be a row of another.
bool stands_alone(const Page& page, const std::vector<Candidate>& candidates,
                  const Answer& answer) {
  const WrittenTensor got(answer);
  if (const auto named = answer.name.empty() ? std::nullopt : find_tensor(page, answer.name)) {
    return got.fits(named->shape());
  }
  return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
    return got.fit(candidate.tensor) != Fit::none;
  });
}

/// The answers of one shape, in their order.
Places of_shape(const std::vector<Answer>& answers, const Shape& shape) {
  Places rows;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].shape == shape) rows.push_back(i);
  }
  return rows;
}

/// What these rows make together; nothing if they make nothing that is better than they are.
std::optional<Answer> whole_of(const Page& page, const std::vector<Candidate>& candidates,
                               const std::vector<Answer>& answers, const Places& rows,
                               Likeness least) {
  if (rows.size() < 2 || answers[rows.front()].shape.rank() == Dims::max_rank) return {};
  const auto name = common_name(page, answers, rows);
  if (!name) return {};
  Answer whole = stacked(answers, rows, *name);
  take_shape_of_all(whole, candidates);
  if (likeness(candidates, whole) < least) return {};
  return whole;
}

}  // namespace

std::vector<Answer> join_rows(const Page& page, const std::vector<Candidate>& candidates,
                              std::vector<Answer> answers) {
  std::vector<Shape> shapes;
  for (const Answer& answer : answers) {
    if (std::find(shapes.begin(), shapes.end(), answer.shape) == shapes.end()) {
      shapes.push_back(answer.shape);
    }
  }
  for (const Shape& shape : shapes) {
    Places rows = of_shape(answers, shape);
    std::optional<Answer> whole = whole_of(page, candidates, answers, rows, Likeness::equal);
    if (!whole) {
      std::erase_if(rows,
                    [&](std::size_t i) { return stands_alone(page, candidates, answers[i]); });
      whole = whole_of(page, candidates, answers, rows, Likeness::shape);
    }
    if (!whole) continue;
    answers[rows.front()] = *std::move(whole);
    for (auto row = rows.rbegin(); row + 1 != rows.rend(); ++row) {
      answers.erase(answers.begin() + static_cast<std::ptrdiff_t>(*row));
    }
  }
  return answers;
}

}  // namespace attn
