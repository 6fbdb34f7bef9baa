#include "answer/rank.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "answer/code_line.h"
#include "answer/program.h"
#include "tensor/operations.h"

namespace attn {
namespace {

using Ids = std::unordered_set<const void*>;

/// Whether a tensor was computed from the inputs or from draws, and is no aside with made-up
/// numbers.
bool is_of_the_flow(const Tensor& tensor) {
  if (tensor.name() == "inputs") return true;
  if (!tensor.operation()) return false;
  if (tensor.operands().empty()) return true;
  return std::any_of(tensor.operands().begin(), tensor.operands().end(), is_of_the_flow);
}

/// Everything with a name that x was computed from, the nearest first.
std::vector<Tensor> named_upstream(const Tensor& x) {
  std::vector<Tensor> named;
  Ids met = {x.id()};
  const auto meet = [&](const Tensor& tensor) {
    if (met.insert(tensor.id()).second && !tensor.name().empty()) named.push_back(tensor);
  };
  const std::vector<Tensor> tensors = Program(x).tensors();
  for (auto tensor = tensors.rbegin(); tensor != tensors.rend(); ++tensor) {
    meet(*tensor);
    for (const Tensor& operand : tensor->operands()) meet(operand);
  }
  return named;
}

/// The ids of everything that x was computed from.
Ids upstream_of(const Tensor& x) {
  Ids ids;
  for (const Tensor& tensor : Program(x).tensors()) {
    if (!(tensor == x)) ids.insert(tensor.id());
    for (const Tensor& operand : tensor.operands()) ids.insert(operand.id());
  }
  return ids;
}

/// What x is a slice of, or x.
Tensor unsliced(const Tensor& x) {
  return made_by<Select>(x) || made_by<Narrow>(x) ? unsliced(x.operands()[0]) : x;
}

/// The tensors that questions ask for.
Ids asked_for(const Page& page) {
  Ids asked;
  for (const Block& block : page.blocks()) {
    const auto* question = std::get_if<block::Question>(&block);
    if (!question) continue;
    if (const auto* cell = std::get_if<block::Question::Cell>(&question->answer)) {
      asked.insert(cell->tensor.id());
    } else if (const auto* shape = std::get_if<block::Question::ShapeOf>(&question->answer)) {
      asked.insert(shape->tensor.id());
    }
  }
  return asked;
}

/// Tells the results of a step from what is shown on the way to them.
class Roles {
 public:
  Roles(const Page& page, const std::vector<Tensor>& shown)
      : page_(page), shown_(shown), asked_(asked_for(page)) {
    for (const Tensor& tensor : shown) upstream_.push_back(upstream_of(tensor));
  }

  /// A result is what nothing else shown was computed from; and what the page's program makes,
  /// unless a step is left out if that is taken for the result: something of the same shape comes
  /// later, or what is asked for, with fewer axes.
  Role of(const Tensor& x) const {
    const Tensor whole = unsliced(x);
    bool is_used = false;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const Tensor& other = shown_[i];
      if (other == x) continue;
      const bool uses_whole = upstream_[i].contains(whole.id());
      const bool has_shape = other.shape() == x.shape();
      if (uses_whole && has_shape) return Role::before;
      if (!upstream_[i].contains(x.id())) continue;
      if (asked_.contains(other.id()) && other.dim() < x.dim()) return Role::before;
      is_used = true;
    }
    return is_used && !is_made_by_code(page_, x.name()) ? Role::before : Role::result;
  }

 private:
  const Page& page_;
  const std::vector<Tensor>& shown_;
  Ids asked_;
  std::vector<Ids> upstream_{};
};

/// What the page shows, from the last back; asides behind the rest.
std::vector<Tensor> shown_on(const Page& page) {
  std::vector<Tensor> shown;
  for (const Block& block : page.blocks()) {
    const auto* matrix = std::get_if<block::Matrix>(&block);
    if (matrix && !matrix->counter_example) shown.insert(shown.begin(), matrix->tensor);
  }
  std::stable_partition(shown.begin(), shown.end(), is_of_the_flow);
  return shown;
}

}  // namespace

std::vector<Candidate> candidates_of(const Page& page) {
  const std::vector<Tensor> shown = shown_on(page);
  std::vector<Tensor> upstream;
  Ids ids;
  for (const Tensor& tensor : shown) {
    for (Tensor& named : named_upstream(tensor)) {
      if (ids.insert(named.id()).second) upstream.push_back(std::move(named));
    }
  }
  const Roles roles(page, shown);
  std::vector<Candidate> candidates;
  for (const Tensor& tensor : shown) candidates.push_back({tensor, roles.of(tensor)});
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.role < b.role; });
  for (const Tensor& tensor : upstream) {
    if (std::find(shown.begin(), shown.end(), tensor) != shown.end()) continue;
    candidates.push_back({tensor, Role::hidden});
  }
  return candidates;
}

std::vector<Ranked> rank(const std::vector<Candidate>& candidates, const WrittenTensor& got) {
  std::vector<Ranked> ranked;
  for (const Candidate& candidate : candidates) {
    ranked.push_back({candidate, got.fit(candidate.tensor), got.fits(candidate.tensor.shape())});
  }
  const auto order = [](const Ranked& one) {
    return std::tuple(one.fit == Fit::none, !one.shape_fits, one.candidate.role,
                      -static_cast<int>(one.fit));
  };
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const Ranked& a, const Ranked& b) { return order(a) < order(b); });
  return ranked;
}

}  // namespace attn
