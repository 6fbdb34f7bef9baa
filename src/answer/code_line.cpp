#include "answer/code_line.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "answer/program.h"
#include "answer/scan.h"

namespace attn {
namespace {

bool is_of_a_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether `word` stands in `text`, and not within a longer word.
bool mentions(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_a_name(text[at - 1])) &&
        (end == text.size() || !is_of_a_name(text[end]))) {
      return true;
    }
  }
  return false;
}

/// What is left of and right of the `=` of an assignment; nothing on the left if it is none.
struct Sides {
  std::string_view left, right;
};
Sides sides_of(std::string_view statement) {
  const std::size_t equals = statement.find('=');
  const std::size_t call = statement.find('(');
  if (equals == statement.npos || statement.substr(equals).starts_with("==") || call < equals) {
    return {{}, statement};
  }
  return {statement.substr(0, equals), statement.substr(equals + 1)};
}

/// Whether one of the names left of `=` is this one, or an object's of that name.
bool assigns(std::string_view statement, std::string_view name) {
  std::string_view left = sides_of(statement).left;
  while (!left.empty()) {
    const std::size_t comma = std::min(left.find(','), left.size());
    std::string_view one = trimmed(left.substr(0, comma));
    if (one.starts_with("self.")) one.remove_prefix(5);
    if (one == name) return true;
    left.remove_prefix(std::min(comma + 1, left.size()));
  }
  return false;
}

/// How many more brackets a line opens than it closes.
int opened_by(std::string_view line) {
  return static_cast<int>(
      std::count_if(line.begin(), line.end(), [](char c) { return c == '(' || c == '['; }) -
      std::count_if(line.begin(), line.end(), [](char c) { return c == ')' || c == ']'; }));
}

/// Without the spaces that stand there so that lines below each other are aligned.
std::string unaligned(std::string_view line) {
  std::string text;
  for (const char c : line) {
    if (c != ' ' || !text.ends_with(' ')) text += c;
  }
  return text;
}

/// Code cut into statements, each on its own; one of several lines keeps them.
std::vector<std::string> statements_of(std::string_view code) {
  std::vector<std::string> statements;
  int open = 0;
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    const std::string_view line = code.substr(0, end);
    const std::string_view bare = trimmed(line.substr(0, std::min(line.find('#'), line.size())));
    code.remove_prefix(std::min(end + 1, code.size()));
    if (bare.empty()) continue;
    if (open > 0) {
      statements.back() += formatted("\n    {}", unaligned(bare));
    } else {
      statements.push_back(unaligned(bare));
    }
    open = std::max(0, open + opened_by(bare));
  }
  return statements;
}

/// The name as code has it: a layer's for its parameters.
std::string_view in_code(std::string_view name) {
  return name.substr(0, name.find('.'));
}

/// The names that x was computed from, the nearest on each way.
std::vector<std::string> nearest_names(const Tensor& x) {
  std::vector<std::string> names;
  for (const Tensor& tensor : named_before(x, true)) names.emplace_back(in_code(tensor.name()));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// How well a statement is the one that makes x; 0 if it is not.
std::size_t line_likeness(const std::string& statement, const Tensor& x,
                          const std::vector<std::string>& names) {
  const bool is_named = assigns(statement, in_code(x.name()));
  if (!is_named && !statement.starts_with("return ")) return 0;
  const std::string_view right = sides_of(statement).right;
  const auto known = static_cast<std::size_t>(std::count_if(
      names.begin(), names.end(), [&](const std::string& name) { return mentions(right, name); }));
  return is_named ? 2 * known + 1 : 2 * known;
}

}  // namespace

std::string code_that_makes(const Page& page, const Tensor& x) {
  const std::vector<std::string> names = nearest_names(x);
  std::string best;
  std::size_t most = 0;
  for (const Block& block : page.blocks()) {
    const auto* code = std::get_if<block::Code>(&block);
    if (!code) continue;
    const std::vector<std::string> statements = statements_of(code->lines);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const std::size_t like = line_likeness(statements[i], x, names);
      if (like <= most) continue;
      most = like;
      best = statements[i];
      for (std::size_t next = i + 1; next < statements.size(); ++next) {
        const std::string_view name = in_code(x.name());
        if (!assigns(statements[next], name)) break;
        if (!mentions(sides_of(statements[next]).right, name)) break;
        best += "\n" + statements[next];
      }
    }
  }
  return best;
}

bool is_made_by_code(const Page& page, std::string_view name) {
  return std::any_of(page.blocks().begin(), page.blocks().end(), [&](const Block& block) {
    const auto* code = std::get_if<block::Code>(&block);
    if (!code) return false;
    if (name.ends_with(".grad") && code->lines.find("backward()") != std::string::npos) return true;
    const std::vector<std::string> statements = statements_of(code->lines);
    return std::any_of(statements.begin(), statements.end(),
                       [&](const std::string& statement) { return assigns(statement, name); });
  });
}

}  // namespace attn
