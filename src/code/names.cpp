#include "code/names.h"

#include <algorithm>
#include <utility>

namespace attn::python {
namespace {

bool meet(const Names& some, const Names& others) {
  return std::any_of(some.begin(), some.end(),
                     [&](const std::string& name) { return others.contains(name); });
}

}  // namespace

void Effects::then(const Effects& next) {
  for (const std::string& name : next.reads) {
    if (!binds.contains(name)) reads.insert(name);
  }
  changes.insert(next.changes.begin(), next.changes.end());
  binds.insert(next.binds.begin(), next.binds.end());
  assigned.insert(next.assigned.begin(), next.assigned.end());
}

void Effects::make_uncertain() {
  changes.merge(binds);
  binds.clear();
}

bool Effects::touch(const Names& later) const {
  return meet(binds, later) || meet(changes, later);
}

void Effects::go_before(Names& later) const {
  for (const std::string& name : binds) later.erase(name);
  later.insert(reads.begin(), reads.end());
}

// What was made from the old value goes on from what that was made from.
void Namespace::bind(const std::string& name, Names sources) {
  modules_.erase(name);
  callables_.erase(name);
  dropouts_.erase(name);
  const Names before = std::exchange(sources_[name], {});
  for (auto& [other, made_from] : sources_) {
    if (made_from.erase(name) > 0) made_from.insert(before.begin(), before.end());
  }
  if (sources.erase(name) > 0) sources.insert(before.begin(), before.end());
  sources_[name] = std::move(sources);
}

void Namespace::bind_module(const std::string& name) {
  bind(name);
  modules_.insert(name);
}

void Namespace::bind_callable(const std::string& name, Callable callable) {
  bind(name);
  callables_[name] = std::move(callable);
}

const Callable* Namespace::callable(std::string_view name) const {
  const auto found = callables_.find(name);
  return found == callables_.end() ? nullptr : &found->second;
}

Names Namespace::made_from(const std::string& name) const {
  Names found = {name};
  std::vector<std::string> open = {name};
  while (!open.empty()) {
    const auto sources = sources_.find(open.back());
    open.pop_back();
    if (sources == sources_.end()) continue;
    for (const std::string& source : sources->second) {
      if (found.insert(source).second) open.push_back(source);
    }
  }
  return found;
}

Names Namespace::related(const std::string& name) const {
  Names found = made_from(name);
  const Names origins = found;
  for (const auto& [other, sources] : sources_) {
    for (const std::string& origin : made_from(other)) {
      if (origins.contains(origin)) found.insert(other);
    }
  }
  return found;
}

}  // namespace attn::python
