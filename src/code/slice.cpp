#include "code/slice.h"

#include <algorithm>
#include <utility>

#include "code/names.h"

namespace attn {
namespace {

using python::Effects;
using python::Names;

struct Known {
  python::Statement statement;
  Effects effects;
};

/// The statements of each cell, and what they do when all are run.
std::vector<std::vector<Known>> known_statements(const std::vector<CodeCell>& cells) {
  python::Namespace names;
  std::vector<std::vector<Known>> known;
  for (const CodeCell& cell : cells) {
    known.emplace_back();
    for (python::Statement& statement : python::statements_of(cell.lines)) {
      Effects effects = python::effects_of(statement.nodes, names);
      known.back().push_back({std::move(statement), std::move(effects)});
    }
  }
  return known;
}

std::string joined_lines(const std::vector<const python::Statement*>& statements) {
  std::string lines;
  for (const python::Statement* statement : statements) {
    if (!lines.empty()) lines += statement->after_gap ? "\n\n" : "\n";
    lines += statement->text;
  }
  return lines;
}

}  // namespace

std::vector<std::string> needed_lines(const std::vector<CodeCell>& cells) {
  const std::vector<std::vector<Known>> known = known_statements(cells);
  std::vector<std::string> lines(cells.size());
  Names read_later;
  for (std::size_t i = cells.size(); i-- > 0;) {
    const CodeCell& cell = cells[i];
    for (const std::string& name : cell.shown) read_later.insert(name.substr(0, name.find('.')));
    std::vector<const python::Statement*> taken;
    for (auto one = known[i].rbegin(); one != known[i].rend(); ++one) {
      if (!cell.is_wanted && !one->effects.touch(read_later)) continue;
      one->effects.go_before(read_later);
      taken.push_back(&one->statement);
    }
    std::reverse(taken.begin(), taken.end());
    lines[i] = cell.is_wanted ? cell.lines : joined_lines(taken);
  }
  return lines;
}

}  // namespace attn
