#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer/diagnose.h"
#include "lesson/catalogue.h"

namespace attn {

/// What holds between a learner's numbers and the step's, beside or instead of being equal.
struct Relation {
  enum class Kind {
    part,               ///< some of the numbers are there, or all in another shape
    before_the_result,  ///< a tensor that the result was computed from
    other_convention,   ///< a mask that says which cells are seen instead of hidden, or adds -inf
    too_few_digits,     ///< a mistake would give the same digits
    rounded_earlier,    ///< the last digits are zeros in every number
    transposed,         ///< axes stand in another order
    permuted,           ///< rows, heads, sentences stand in another order
    factor,             ///< all are multiplied by a number
    offset,             ///< a number was added to all
    equal_but_for,      ///< all but a row or a few cells are equal
    other_tensor,       ///< another tensor, of this step or of the chapter
    other_seed,         ///< drawn from another seed
    later_draws,        ///< drawn later in the stream
    other_settings,     ///< right under other settings
  };
  Kind kind;
  Text text;
};

/// The relation's name, on which scripts rely: "before-the-result".
std::string_view name_of(Relation::Kind kind);

/// A learner's tensor held against the step's.
struct Comparison {
  enum class Standing {
    equal,    ///< to the digits given
    related,  ///< right numbers, but not the result: one of the relations says what they are
    wrong,    ///< cells differ, or the shape does
  };
  std::string name;            ///< the step's tensor that is meant
  bool by_name = false;        ///< found by its name, not by its shape
  std::string unknown_name{};  ///< the name it was given, if the step has no such tensor
  std::string might_be{};      ///< found by its shape: another tensor that has it, if one does
  Tensor expected;
  WrittenTensor got;
  Standing standing = Standing::wrong;
  bool is_result = false;                  ///< the tensor meant is a result of the step
  std::vector<Size> different{};           ///< cells, row-major, if the shapes are the same
  std::vector<Text> symptoms{};            ///< what can be seen in the numbers, most telling first
  std::vector<const Mistake*> blind{};     ///< mistakes that these numbers cannot show
  std::vector<const Mistake*> of_shape{};  ///< mistakes that would change the shape to theirs
  std::vector<Relation> relations{};

  bool equal() const { return standing == Standing::equal; }
};

/// What stood beside the tensors of the step and is none of them.
struct NotCompared {
  std::string name;  ///< may be empty
  Shape shape;
};

/// Where several tensors are known by name, or can be nothing else: the first of them on the way
/// from the inputs to the result that is wrong.
struct FirstWrong {
  /// What another tensor has to do with it.
  struct Other {
    enum class Kind {
      follows,       ///< wrong, but what comes of the learner's own numbers
      unknown,       ///< wrong, and computed from it; it cannot be told whether it follows
      same_mistake,  ///< wrong anew, by the same mistake
      wrong_anew,    ///< wrong whatever the first is
      not_of_it,     ///< right, which it would not be if it were computed from these numbers
    };
    std::size_t comparison;
    Kind kind;
    std::string code{};                  ///< of what is wrong anew: the lines that make it
    std::vector<Diagnosis> diagnoses{};  ///< likewise
  };

  std::size_t comparison;                   ///< its place among the comparisons
  std::string code{};                       ///< the page's lines that make it; may be empty
  std::vector<std::size_t> right_before{};  ///< comparisons: the nearest on the way to it
  std::vector<std::string> unseen{};        ///< nearer than those, or on other ways to it
  std::vector<Other> others{};
};

struct Verdict {
  std::string id;  ///< of the step
  std::vector<Comparison> comparisons{};
  std::vector<Diagnosis> diagnoses{};  ///< of the first that is wrong, if there is such
  std::optional<FirstWrong> first_wrong{};
  std::vector<NotCompared> not_compared{};
  bool cut_short =
      false;  ///< the search for mistakes ended before all were tried, alone and in twos

  /// Whether nothing is wrong and what was asked for is there: tensors that are named, or a result
  /// of the step.
  bool equal() const;
};

/// Holds a learner's tensors against what the step shows under these settings, and finds out which
/// mistakes explain the difference.
/// REQUIRES: !answers.empty(). Throws UserError if the step shows no tensor.
Verdict judge(const Place& place, const Settings& settings, const std::vector<Answer>& answers);

/// Those of `mistakes` that would change the tensor `name` of the step under these settings.
std::vector<const Mistake*> visible_under(const Settings& settings, const Place& place,
                                          const std::string& name,
                                          const std::vector<const Mistake*>& mistakes);

}  // namespace attn
