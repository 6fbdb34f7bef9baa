#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lesson/korean.h"
#include "lesson/text.h"
#include "tensor/tensor.h"

namespace attn {

/// What a page is made of.
namespace block {

struct Paragraph {
  Text text;
};

/// Lines of PyTorch that do what the step does.
struct Code {
  std::string lines;
};

/// A tensor under its name, with its shape and the names along its axes.
struct Matrix {
  Tensor tensor;
  bool whole_numbers;    ///< printed without decimals
  bool counter_example;  ///< shows what goes wrong, not what the step is about
};

/// The operations that lead from the tensor above to the one below.
struct Arrow {
  std::vector<std::string> operations;
};

/// Words, a count, or a number that is printed like a tensor's.
using Cell = std::variant<Text, Size, float>;

struct Table {
  std::vector<Cell> header;
  std::vector<std::vector<Cell>> rows;
};

/// A claim, and whether it was found to hold.
struct Check {
  Text claim;
  bool holds;
};

/// What the learner is to predict before the page is shown. The answer is a shape, one cell of a
/// tensor, a whole number, or one of several choices.
struct Question {
  struct Cell {
    Tensor tensor;
    Index index;
  };
  struct ShapeOf {
    Tensor tensor;
  };
  struct Count {
    Text hint;  ///< what the number comes from, without giving it
    Size number;
  };
  struct Option : Text {
    Text why{};  ///< a sentence on why it is wrong; empty of one that never is
  };
  struct Choice {
    std::vector<Option> options;
    std::size_t right;
  };
  /// A wrong number that people come to, and how: where no known mistake in the program tells.
  struct Cause {
    double number;
    Text why;  ///< a sentence

    template <class Number>
    Cause(Number number, Text why) : number(static_cast<double>(number)), why(std::move(why)) {}
  };
  Text ask;
  std::vector<Tensor> given;  ///< what is shown with it: what the answer follows from
  std::variant<ShapeOf, Cell, Count, Choice> answer;
  std::vector<Cause> causes{};  ///< of a cell or a count; the first that fits is told
};

/// A warning of a mistake that is often made here.
struct Note {
  Text text;
};

/// Curves over one axis.
struct Plot {
  Tensor x;                    ///< (n), rising
  std::vector<Tensor> series;  ///< (n) each: a curve; what is inf or nan is left out
};

/// How one cell came about, and so many levels of what it came from.
struct Derivation {
  Tensor tensor;
  Index cell;
  int depth;
};

/// How a tensor's shape came about: that of all it was computed from, so many levels back.
struct ShapeTrace {
  Tensor tensor;
  int depth;
};

/// A table of contents: a chapter and its steps, each with a mark before it.
struct Contents {
  struct Entry {
    std::string id, mark;
    Text title;
    std::string link{};  ///< where the step is, for a browser; empty: nowhere
  };
  std::string id;
  Text title;
  std::vector<Entry> entries;
};

/// A line that is other than it was kept.
struct Change {
  Text what;
  std::string before, after;
};

}  // namespace block

using Block = std::variant<block::Paragraph, block::Code, block::Matrix, block::Arrow, block::Table,
                           block::Check, block::Note, block::Question, block::Plot,
                           block::Derivation, block::ShapeTrace, block::Contents, block::Change>;

/// What a step or a command shows: a document of blocks, from top to bottom. A step writes it,
/// renderers and comparisons read it.
///
/// Korean and English always come together. Both are fmt format strings for the same arguments; in
/// the Korean one, "{}[은/는]" gets the particle that fits (with_particles).
class Page {
 public:
  /// A page under a heading; without a title it has none.
  explicit Page(std::string id, Text title = {});

  template <class... Args>
  void text(fmt::format_string<const Args&...> ko, fmt::format_string<const Args&...> en,
            const Args&... args) {
    add_paragraph({formatted_ko(ko, args...), formatted(en, args...)});
  }

  /// One or more lines of PyTorch.
  template <class... Args>
  void code(fmt::format_string<const Args&...> lines, const Args&... args) {
    add_code(formatted(lines, args...));
  }

  /// Names that the page's code binds or changes, and that attn practice gives instead of asking
  /// for them, since nothing but the code tells what they are: an index, a learning rate.
  void practice_gives(std::vector<std::string> names) { given_ = std::move(names); }
  const std::vector<std::string>& given_in_practice() const { return given_; }

  /// Shows a tensor under its name. If it follows on a tensor that it was computed from, the
  /// operations between the two are drawn as an arrow. REQUIRES: it has a name.
  void tensor(const Tensor& tensor);
  /// The same for a tensor of whole numbers, such as a mask.
  void whole_numbers(const Tensor& tensor);
  /// The same for a tensor that shows what a mistake gives.
  void counter_example(const Tensor& tensor, bool whole_numbers = false);

  void table(const std::vector<Text>& header, std::vector<std::vector<block::Cell>> rows);

  /// States what the step found out. `holds` must have been computed.
  template <class... Args>
  void check(bool holds, fmt::format_string<const Args&...> ko,
             fmt::format_string<const Args&...> en, const Args&... args) {
    check(holds, {formatted_ko(ko, args...), formatted(en, args...)});
  }

  /// A claim that was put into words elsewhere.
  void check(bool holds, Text claim);

  template <class... Args>
  void note(fmt::format_string<const Args&...> ko, fmt::format_string<const Args&...> en,
            const Args&... args) {
    add_note({formatted_ko(ko, args...), formatted(en, args...)});
  }

  /// Draws one or more curves, each (n), over the places x (n), which rise.
  /// REQUIRES: all have names, which the legend shows.
  void plot(const Tensor& x, std::vector<Tensor> series);

  /// Any other block, as the commands have them.
  void add(Block block);

  const std::string& id() const { return id_; }
  const Text& title() const { return title_; }
  const std::vector<Block>& blocks() const { return blocks_; }

  /// Asks for the shape of a tensor; `given` are shown with the question.
  void ask_shape(Text ask, const Tensor& tensor, std::vector<Tensor> given = {});
  /// Asks for one cell of a tensor. A cause whose number is the right one under the settings at
  /// hand does no harm.
  void ask_cell(Text ask, const Tensor& tensor, const Index& cell, std::vector<Tensor> given = {},
                std::vector<block::Question::Cause> causes = {});
  /// Asks for a whole number; `hint` says what it comes from. Causes as above.
  void ask_count(Text ask, Text hint, Size count, std::vector<Tensor> given,
                 std::vector<block::Question::Cause> causes);
  /// Asks for one of `options`, of which number `right`, from 0, must have been computed.
  void ask_choice(Text ask, std::vector<block::Question::Option> options, std::size_t right,
                  std::vector<Tensor> given = {});

 private:
  // Not compiled with every step: a block is one of ten.
  void add_paragraph(Text text);
  void add_code(std::string lines);
  void add_note(Text text);
  void show(block::Matrix matrix);

  std::string id_;
  Text title_;
  std::vector<Block> blocks_;
  std::vector<std::string> given_{};
};

/// The tensor of that name: one that the page shows, else the nearest on the way to what it shows,
/// of which the last comes first.
std::optional<Tensor> find_tensor(const Page& page, std::string_view name);

}  // namespace attn
