#include "code/gaps.h"

#include <algorithm>

#include "code/computes.h"
#include "code/hollow.h"

namespace attn {
namespace {

using python::Effects;
using python::Names;
using python::Namespace;
using python::Statement;

enum class Kind {
  needless,
  given,
  hollow,  ///< a function or a class whose body is left out
  gap
};

struct Line {
  Statement statement;
  Effects effects;
  Kind kind = Kind::needless;
  bool makes_values = false;
  bool calls_hollow = false;
};

std::string root_of(const std::string& name) {
  return name.substr(0, name.find('.'));
}

/// Whether it is a "def" or a "class", decorated or not.
bool defines(const Statement& statement, std::string_view word) {
  return !statement.nodes.empty() && statement.nodes.back().begins(word);
}

/// Whether the statement sees to it that a name, or `layer.weight` of a layer, is what it is.
bool makes(const Effects& effects, const std::string& name) {
  return effects.assigned.contains(name) ||
         (name != root_of(name) && effects.touch({root_of(name)}));
}

class Reader {
 public:
  explicit Reader(const GapTask& task) : task_(task) {
    for (const std::string& part : task.before) {
      for (const Line& line : read(part)) remember(line);
    }
    lines_ = read(task.lines);
    find_needed();
    for (Line& line : lines_) classify(line);
    leave_out_what_is_filled();
  }

  std::vector<Line> take() { return std::move(lines_); }

 private:
  /// The statements, with what is known of names behind them all.
  std::vector<Line> read(const std::string& lines) {
    std::vector<Line> found;
    for (Statement& statement : python::statements_of(lines)) {
      Line line{std::move(statement), {}};
      line.effects = python::effects_of(line.statement.nodes, names_);
      found.push_back(std::move(line));
    }
    return found;
  }

  void find_needed() {
    Names later;
    for (const std::string& name : task_.wanted) later.insert(root_of(name));
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
      if (!line->effects.touch(later)) continue;
      line->effects.go_before(later);
      line->kind = Kind::given;
    }
  }

  void classify(Line& line) {
    const Statement& statement = line.statement;
    const bool is_needed = line.kind != Kind::needless;
    line.calls_hollow = std::any_of(hollow_.begin(), hollow_.end(), [&](const std::string& name) {
      return line.effects.reads.contains(name);
    });
    if (is_needed && !is_given(line)) {
      const bool is_definition = python::can_be_hollowed(statement);
      if (is_definition) line.kind = Kind::hollow;
      if (!is_definition && !line.calls_hollow && python::computes(statement, values_)) {
        line.kind = Kind::gap;
      }
    }
    remember(line);
  }

  bool is_given(const Line& line) const {
    return line.effects.touch({task_.given.begin(), task_.given.end()});
  }

  /// Which names are values from now on, and which are hollow.
  void remember(const Line& line) {
    const bool is_function = defines(line.statement, "def");
    const bool is_definition = is_function || defines(line.statement, "class");
    const bool makes_object = line.calls_hollow && !is_definition && !calls_function(line);
    const bool is_value =
        line.kind == Kind::gap || python::makes_values(line.statement, values_, names_);
    for (const std::string& name : line.effects.assigned) {
      values_.erase(name);
      hollow_.erase(name);
      if (line.kind == Kind::hollow || makes_object) hollow_.insert(name);
      if (is_value && !is_definition && !names_.is_module(name)) values_.insert(name);
    }
    if (line.kind == Kind::gap) {
      values_.insert(line.effects.changes.begin(), line.effects.changes.end());
    }
    if (line.kind == Kind::hollow && is_function) {
      functions_.insert(line.effects.assigned.begin(), line.effects.assigned.end());
    }
  }

  bool calls_function(const Line& line) const {
    return std::any_of(functions_.begin(), functions_.end(),
                       [&](const std::string& name) { return line.effects.reads.contains(name); });
  }

  /// What gaps fill is left out with them: else it would be there, though empty.
  void leave_out_what_is_filled() {
    Names filled;
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
      const Effects& effects = line->effects;
      if (line->kind == Kind::given && !is_given(*line) && !line->calls_hollow &&
          python::makes_empty(line->statement) && effects.touch(filled)) {
        line->kind = Kind::gap;
      }
      for (const std::string& name : effects.binds) filled.erase(name);
      if (line->kind != Kind::gap) continue;
      filled.insert(effects.changes.begin(), effects.changes.end());
      for (const std::string& name : effects.reads) {
        if (effects.assigned.contains(name)) filled.insert(name);
      }
    }
  }

  const GapTask& task_;
  Namespace names_{};
  std::vector<Line> lines_{};
  Names values_{};     ///< tensors, modules and what holds such
  Names hollow_{};     ///< functions and classes with gaps, and objects of these
  Names functions_{};  ///< those of them that are functions
};

class Writer {
 public:
  Writer(const GapTask& task, const std::vector<Line>& lines, const GapStyle& style)
      : task_(task), lines_(lines), style_(style) {}

  Gapped gapped() {
    std::size_t begin = 0;  // of the lines since the last gap that was written
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (line.kind == Kind::gap || line.kind == Kind::needless) continue;
      add_gap(begin, i);
      begin = i + 1;
      add(line.kind == Kind::hollow
              ? python::hollowed(line.statement, comment(wanted_of_calls(line)))
              : std::string(line.statement.text),
          line.statement.after_gap || line.kind == Kind::hollow);
      is_after_gap_ = line.kind == Kind::hollow;
    }
    add_gap(begin, lines_.size());
    return {std::move(text_), std::move(missing_)};
  }

 private:
  void add(const std::string& lines, bool after_gap) {
    if (!text_.empty()) text_ += after_gap || is_after_gap_ ? "\n\n" : "\n";
    text_ += lines;
  }

  void add_gap(std::size_t begin, std::size_t end) {
    const std::vector<std::string> names = wanted_of_gap(begin, end);
    if (names.empty()) return;
    add(comment(names), true);
    is_after_gap_ = true;
    for (const std::string& name : names) {
      if (name == root_of(name)) missing_.push_back(name);
    }
  }

  std::string comment(const std::vector<std::string>& names) const {
    std::string text = "# " + style_.words + (names.empty() ? "" : ":");
    for (const std::string& name : names) text += "\n#   " + style_.describe(name);
    return text;
  }

  /// What is wanted of the lines from `begin` to `end`: first what the page shows.
  std::vector<std::string> wanted_of_gap(std::size_t begin, std::size_t end) const {
    std::vector<std::string> names;
    const auto is_made = [&](const std::string& name) {
      return std::any_of(
          lines_.begin() + static_cast<long>(begin), lines_.begin() + static_cast<long>(end),
          [&](const Line& line) { return line.kind == Kind::gap && makes(line.effects, name); });
    };
    for (const std::string& name : task_.wanted) {
      if (is_made(name) && !is_made_anew(name, end)) names.push_back(name);
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (lines_[i].kind != Kind::gap) continue;
      for (const std::string& name : lines_[i].effects.assigned) {
        const bool is_there = std::find(names.begin(), names.end(), name) != names.end();
        if (!is_there && is_read(name, end)) names.push_back(name);
      }
    }
    return names;
  }

  bool is_made_anew(const std::string& name, std::size_t from) const {
    return std::any_of(lines_.begin() + static_cast<long>(from), lines_.end(),
                       [&](const Line& line) {
                         return line.kind != Kind::needless && line.effects.binds.contains(name);
                       });
  }

  /// Whether lines that stay read it, as it is before `from`.
  bool is_read(const std::string& name, std::size_t from) const {
    for (std::size_t i = from; i < lines_.size(); ++i) {
      if (lines_[i].kind == Kind::needless) continue;
      if (lines_[i].kind == Kind::given && lines_[i].effects.reads.contains(name)) return true;
      if (lines_[i].effects.binds.contains(name)) return false;
    }
    return false;
  }

  /// What is wanted of the lines that call a function, or the objects of a class.
  std::vector<std::string> wanted_of_calls(const Line& definition) const {
    Names callers = definition.effects.binds;
    const bool is_class = defines(definition.statement, "class");
    std::vector<std::string> names;
    for (const Line& line : lines_) {
      const auto calls = [&](const std::string& name) { return line.effects.reads.contains(name); };
      if (line.kind != Kind::given || !std::any_of(callers.begin(), callers.end(), calls)) continue;
      if (is_class) callers.insert(line.effects.assigned.begin(), line.effects.assigned.end());
      for (const std::string& name : task_.wanted) {
        const bool is_there = std::find(names.begin(), names.end(), name) != names.end();
        if (!is_there && line.effects.assigned.contains(name)) names.push_back(name);
      }
    }
    return names;
  }

  const GapTask& task_;
  const std::vector<Line>& lines_;
  const GapStyle& style_;
  std::string text_{};
  std::vector<std::string> missing_{};
  bool is_after_gap_ = false;
};

}  // namespace

std::optional<Gapped> with_gaps(const GapTask& task, const GapStyle& style) {
  const std::vector<Line> lines = Reader(task).take();
  const bool has_gap = std::any_of(lines.begin(), lines.end(), [](const Line& line) {
    return line.kind == Kind::gap || line.kind == Kind::hollow;
  });
  if (!has_gap) return {};
  return Writer(task, lines, style).gapped();
}

}  // namespace attn
