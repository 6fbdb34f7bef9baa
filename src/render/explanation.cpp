#include "render/explanation.h"

#include <algorithm>
#include <array>
#include <map>

#include "lesson/arithmetic.h"
#include "render/paint.h"
#include "render/width.h"
#include "tensor/graph.h"

namespace attn {
namespace {

/// Draws explanations as a tree, the cell that was asked for at its root.
class TreeWriter {
 public:
  TreeWriter(const TextStyle& style, bool only_numbers)
      : style_(style), paint_(style), only_numbers_(only_numbers) {}

  std::string write(const Explanation& root) {
    write(root, "", "");
    return std::move(out_);
  }

 private:
  void write(const Explanation& e, const std::string& first, const std::string& rest) {
    const std::string labels = cell_labels(e.tensor, e.cell);
    const std::string inner = rest + (e.upstream.empty() ? "    " : "│   ");
    const std::string name = visible(cell_name(e.tensor, e.cell));
    std::string beside;
    if (!labels.empty()) beside += "  (" + visible(labels) + ")";
    if (e.cells > 1) beside += "  " + both(one_of(e.cells));
    headline(name, " = " + number(e.value()), beside, first, inner);

    if (!only_numbers_) how(e, inner);
    if (has_arithmetic(e)) arithmetic(e, inner);

    for (std::size_t i = 0; i < e.upstream.size(); ++i) {
      const bool is_last = i + 1 == e.upstream.size();
      write(e.upstream[i], rest + (is_last ? "└─ " : "├─ "), rest + (is_last ? "   " : "│  "));
    }
  }

  /// The operation, and what it does in words.
  void how(const Explanation& e, const std::string& inner) {
    if (e.tensor.operation() && e.derivation.kind != Derivation::Kind::cell) {
      const std::string shapes = e.tensor.operands().empty() ? "" : "   " + shape_trace(e.tensor);
      lines(computation(e.tensor) + shapes, inner, true);
    }
    const Text words = in_words(e);
    for (const std::string_view line : chosen(words, style_.language)) lines(line, inner, false);
  }

  /// On one line, with its name in colour; a long one without, on as many as it takes.
  void headline(const std::string& name, const std::string& value, const std::string& beside,
                const std::string& first, const std::string& rest) {
    const std::string text = name + value + beside;
    if (display_width(first + text) <= style_.width) {
      out_ += formatted("{}{}{}{}\n", first, paint_.name(name), value, paint_.quiet(beside));
      return;
    }
    const std::string* indent = &first;
    for (const std::string_view line :
         wrap(text, std::max(20, style_.width - display_width(rest)))) {
      out_ += formatted("{}{}\n", *indent, line);
      indent = &rest;
    }
  }

  static bool has_arithmetic(const Explanation& e) {
    return !e.given && !e.derivation.parts.empty() && e.derivation.kind != Derivation::Kind::less;
  }

  void arithmetic(const Explanation& e, const std::string& indent) {
    const Operands operands = e.tensor.operands();
    const std::string line = in_numbers(e.derivation, operands, style_.precision, most_terms);
    lines(formatted("{} = {}", line, number(e.value())), indent, false);
    const double printed = as_printed(e.derivation, operands, style_.precision);
    const std::string taken = number(static_cast<float>(printed));
    if (taken == number(e.value())) return;
    const Text note = {formatted("적힌 수로 계산하면 {}: 반올림 때문입니다", taken),
                       formatted("the numbers as printed come to {}: rounding", taken)};
    for (const std::string_view part : chosen(note, style_.language)) {
      lines(part, indent, true);
    }
  }

  void lines(std::string_view text, const std::string& indent, bool quiet) {
    const std::string shown = visible(std::string(text));
    for (const std::string_view line :
         wrap(shown, std::max(20, style_.width - display_width(indent)))) {
      out_ += formatted("{}{}\n", indent, quiet ? paint_.quiet(line) : std::string(line));
    }
  }

  std::string number(float value) const { return decimal(value, style_.precision); }

  static Text one_of(std::size_t cells) {
    return {formatted("{}칸 중 하나", cells), formatted("one of {}", cells)};
  }
  std::string both(const Text& text) const {
    std::string line;
    for (const std::string_view part : chosen(text, style_.language)) {
      line += formatted("{}{}", line.empty() ? "" : " · ", part);
    }
    return line;
  }

  static constexpr int most_terms = 64;  // a sum of more is no longer read
  const TextStyle& style_;
  Paint paint_;
  bool only_numbers_;
  std::string out_;
};

}  // namespace

std::string draw_explanation(const Explanation& explanation, const TextStyle& style,
                             bool is_like_the_last) {
  return TreeWriter(style, is_like_the_last).write(explanation);
}

std::vector<TraceLine> trace_of(const block::ShapeTrace& trace) {
  std::vector<TraceLine> lines;
  std::map<std::array<std::string, 3>, std::size_t> places;
  for (const Tensor& tensor : way_to(trace.tensor, trace.depth)) {
    if (!tensor.operation()) continue;
    const TraceLine line{tensor.name(), computation(tensor), shape_trace(tensor)};
    const auto [known, is_new] =
        places.try_emplace({line.name, line.how, line.shapes}, lines.size());
    if (is_new) {
      lines.push_back(line);
    } else {
      ++lines[known->second].times;
    }
  }
  return lines;
}

std::string draw_trace(const block::ShapeTrace& trace, const TextStyle& style) {
  std::string out;
  const Paint paint(style);
  for (const TraceLine& one : trace_of(trace)) {
    const std::string name = one.name.empty() ? "" : visible(one.name) + " = ";
    const std::string line = name + visible(one.how);
    for (std::string_view part : wrap(line, style.width)) {
      const bool starts = part.data() == line.data() && part.size() > name.size();
      if (starts) part.remove_prefix(name.size());
      out += formatted("{}{}\n", starts ? paint.name(name) : "", part);
    }
    const std::string shapes = one.shapes + (one.times > 1 ? formatted("   {}×", one.times) : "");
    for (const std::string_view part : wrap(shapes, style.width - 4)) {
      out += formatted("    {}\n", paint.quiet(part));
    }
  }
  return out;
}

}  // namespace attn
