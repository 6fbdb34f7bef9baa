#include "answer/trace.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "answer/program.h"
#include "tensor/shape_error.h"

namespace attn {
namespace {

/// Whether both are the tensor of that name: a page may show a copy of what it computed with.
bool is_same_tensor(const Tensor& a, const Tensor& b) {
  if (a == b) return true;
  return !a.name().empty() && a.name() == b.name() && a.shape() == b.shape() &&
         (a.shares_storage(b) || a.values() == b.values());
}

/// Everything x was computed from, what was given without a history, too; x is the last.
std::vector<Tensor> upstream_and(const Tensor& x) {
  if (!x.operation()) return {x};
  std::vector<Tensor> all;
  std::unordered_set<const void*> met;
  for (const Tensor& tensor : Program(x).tensors()) {
    for (const Tensor& operand : tensor.operands()) {
      if (met.insert(operand.id()).second) all.push_back(operand);
    }
    if (met.insert(tensor.id()).second) all.push_back(tensor);
  }
  return all;
}

/// What the learner has in the place of a tensor, each number moved by up to `by` of the unit in
/// which it was written.
Tensor written_instead(const Given& given, double by, std::minstd_rand& random) {
  std::uniform_real_distribution<double> within(-by, by);
  std::vector<float> values;
  const double unit = given.got->unit();
  for (const double value : given.got->values()) {
    values.push_back(static_cast<float>(by == 0 ? value : value + unit * within(random)));
  }
  if (given.got->fits(given.right.shape())) return given.right.detached(std::move(values));
  return Tensor(given.got->shape(), std::move(values)).named(given.right.name());
}

}  // namespace

Trace::Trace(std::vector<Given> given) : given_(std::move(given)) {
  for (std::size_t i = 0; i < given_.size(); ++i) ways_.push_back(way_to(i));
}

Trace::Way Trace::way_to(std::size_t i) const {
  Way way;
  way.tensors = upstream_and(given_[i].right);
  for (const Tensor& tensor : way.tensors) {
    const auto found = std::find_if(given_.begin(), given_.end(), [&](const Given& other) {
      return is_same_tensor(tensor, other.right);
    });
    way.given.push_back(found == given_.end()
                            ? std::nullopt
                            : std::optional(static_cast<std::size_t>(found - given_.begin())));
  }
  way.given.back() = i;
  std::unordered_set<const void*> open = {way.tensors.back().id()};
  way.is_near.assign(way.tensors.size(), false);
  for (std::size_t place = way.tensors.size(); place-- > 0;) {
    if (!open.contains(way.tensors[place].id())) continue;
    way.is_near[place] = true;
    if (way.given[place] && *way.given[place] != i) continue;
    for (const Tensor& operand : way.tensors[place].operands()) open.insert(operand.id());
  }
  return way;
}

bool Trace::comes_from(std::size_t later, std::size_t earlier) const {
  const auto& given = ways_[later].given;
  return later != earlier && std::find(given.begin(), given.end(), earlier) != given.end();
}

std::optional<std::size_t> Trace::first_wrong() const {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    if (given_[i].is_right) continue;
    bool is_first = true;
    for (std::size_t other = 0; other < given_.size(); ++other) {
      if (!given_[other].is_right && comes_from(i, other)) is_first = false;
    }
    if (is_first) return i;
  }
  return {};
}

std::vector<Tensor> Trace::right_before(std::size_t i) const {
  std::vector<Tensor> right;
  for (std::size_t place = 0; place + 1 < ways_[i].tensors.size(); ++place) {
    const auto& given = ways_[i].given[place];
    if (given && given_[*given].is_right) right.push_back(ways_[i].tensors[place]);
  }
  return right;
}

std::vector<std::size_t> Trace::nearest_before(std::size_t i) const {
  std::vector<std::size_t> nearest;
  for (std::size_t place = 0; place + 1 < ways_[i].tensors.size(); ++place) {
    const auto& given = ways_[i].given[place];
    if (!given || !ways_[i].is_near[place]) continue;
    if (std::find(nearest.begin(), nearest.end(), *given) == nearest.end()) {
      nearest.push_back(*given);
    }
  }
  std::sort(nearest.begin(), nearest.end());
  return nearest;
}

std::vector<std::string> Trace::unseen_before(std::size_t i) const {
  std::vector<std::string> names;
  for (std::size_t place = 0; place + 1 < ways_[i].tensors.size(); ++place) {
    const std::string& name = ways_[i].tensors[place].name();
    if (name.empty() || ways_[i].given[place] || !ways_[i].is_near[place]) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

namespace {

/// x computed again with other tensors in the places of some that it was computed from.
/// Throws ShapeError where they do not fit.
Tensor recomputed_from(const std::vector<Tensor>& way,
                       std::unordered_map<const void*, Tensor> instead) {
  for (const Tensor& tensor : way) {
    if (instead.contains(tensor.id())) continue;
    std::vector<Tensor> operands(tensor.operands().begin(), tensor.operands().end());
    bool is_changed = false;
    for (Tensor& operand : operands) {
      const auto found = instead.find(operand.id());
      if (found == instead.end()) continue;
      operand = found->second;
      is_changed = true;
    }
    if (is_changed) instead.emplace(tensor.id(), tensor.recomputed(std::move(operands)));
  }
  const auto found = instead.find(way.back().id());
  return found == instead.end() ? way.back() : found->second;
}

/// Whether numbers lie as near to `middle` as those of `spread` do, five times as far at most.
class Near {
 public:
  Near(const Tensor& center, const std::vector<Tensor>& spread, const WrittenTensor& got)
      : middle_(center.values()), got_(got), reach_(middle_.size(), 0) {
    for (const Tensor& moved : spread) {
      const std::vector<float> values = moved.values();
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double away = std::abs(static_cast<double>(values[i]) - middle(i));
        if (std::isfinite(away)) reach_[i] = std::max(reach_[i], away);
      }
    }
    double largest = 0;
    for (const double reach : reach_) largest = std::max(largest, reach);
    // A cell of which three tries say little is no better known than the others by much.
    for (double& reach : reach_) reach = 5 * reach + 0.5 * largest + got.unit();
  }

  bool holds(std::size_t i, double value) const {
    if (std::isnan(middle(i)) || std::isnan(value)) {
      return std::isnan(middle(i)) && std::isnan(value);
    }
    return value == middle(i) || std::abs(value - middle(i)) <= reach_[i];
  }
  /// Of all the numbers that were written.
  bool holds() const {
    for (std::size_t i = 0; i < middle_.size(); ++i) {
      if (!got_.agrees(i, middle_[i]) && !holds(i, got_.values()[i])) return false;
    }
    return true;
  }
  /// Whether `others` lie somewhere else, so that it means something if this holds.
  bool differs_from(const Tensor& others) const {
    const std::vector<float> values = others.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!holds(i, static_cast<double>(values[i]))) return true;
    }
    return false;
  }

 private:
  double middle(std::size_t i) const { return static_cast<double>(middle_[i]); }

  std::vector<float> middle_;
  const WrittenTensor& got_;
  std::vector<double> reach_;
};

}  // namespace

std::optional<Trace::Followed> Trace::followed(std::size_t i) const {
  constexpr int tries = 3;
  std::minstd_rand random(1);
  std::vector<Tensor> results;
  try {
    for (int attempt = 0; attempt <= tries; ++attempt) {
      std::unordered_map<const void*, Tensor> instead;
      for (std::size_t place = 0; place + 1 < ways_[i].tensors.size(); ++place) {
        const auto& given = ways_[i].given[place];
        if (!given || given_[*given].is_right || !ways_[i].is_near[place]) continue;
        instead.emplace(ways_[i].tensors[place].id(),
                        written_instead(given_[*given], attempt == 0 ? 0 : 0.5, random));
      }
      results.push_back(recomputed_from(ways_[i].tensors, std::move(instead)));
    }
  } catch (const ShapeError&) {
    return {};
  }
  return Followed{results.front(), {results.begin() + 1, results.end()}};
}

std::optional<bool> Trace::follows(std::size_t i) const {
  const std::optional<Followed> own = followed(i);
  if (!own) return {};
  const WrittenTensor& got = *given_[i].got;
  if (!got.fits(own->tensor.shape())) return false;
  const Near near(own->tensor, own->moved, got);
  if (!near.holds()) return false;
  const Tensor& right = given_[i].right;
  if (own->tensor.shape() == right.shape() && !near.differs_from(right)) return {};
  return true;
}

}  // namespace attn
