#include <algorithm>

#include "answer/axis_words.h"
#include "answer/relations.h"
#include "answer/symptoms.h"
#include "lesson/korean.h"

namespace attn {
namespace {

constexpr std::size_t most_single_cells = 3;

/// The only place along an axis at which cells differ, if there is such, and equal ones beside it.
std::optional<Size> only_place(const std::vector<Size>& different, const Shape& shape, int axis) {
  // A column more or less is no accident in two, and a row neither.
  const Size least = axis < shape.rank() - 2 ? 2 : 3;
  if (shape[axis] < least) return {};
  const Size place = cell_at(different.front(), shape)[axis];
  const bool is_one = std::all_of(different.begin(), different.end(),
                                  [&](Size cell) { return cell_at(cell, shape)[axis] == place; });
  return is_one ? std::optional(place) : std::nullopt;
}

/// "[1,0] ('journey', 'Your'), [2,2]".
std::string list_of_cells(const Tensor& x, const std::vector<Size>& cells) {
  std::vector<std::string> words;
  for (const Size cell : cells) words.push_back(cell_in_words(x, cell_at(cell, x.shape())));
  return joined(words, ", ");
}

Relation all_but(const Tensor& x, const Text& what) {
  return {Relation::Kind::equal_but_for,
          {formatted_ko("{}[을/를] 빼면 {}의 수와 모두 같습니다", what.ko, x.name()),
           formatted("equal to {} but for {}", x.name(), what.en)}};
}

}  // namespace

std::optional<Relation> as_equal_but_for(const Tensor& x, const WrittenTensor& got) {
  if (x.dim() == 0 || !got.fits(x.shape())) return {};
  const std::vector<Size> different = got.differing(x);
  constexpr double digits_of_no_chance = 4;
  if (different.empty() || got.information(different) < digits_of_no_chance) return {};
  if (different.size() <= most_single_cells &&
      4 * different.size() <= static_cast<std::size_t>(x.numel())) {
    const std::string cells = list_of_cells(x, different);
    const std::size_t count = different.size();
    return all_but(x, {formatted("{} 칸", cells),
                       formatted("{} cell{}: {}", count, plural(static_cast<Size>(count)), cells)});
  }
  for (int axis = 0; axis < x.dim(); ++axis) {
    const auto place = only_place(different, x.shape(), axis);
    if (!place) continue;
    const AxisWords words = words_along(x, axis);
    const std::string where = words.place_and_label(static_cast<std::size_t>(*place));
    const bool is_row = words.before.empty();
    return all_but(
        x, {is_row ? formatted("{}{}", words.place(static_cast<std::size_t>(*place)), words.one.ko)
                   : formatted("{} {}", words.one.ko, where),
            formatted("{} {}", words.one.en, where)});
  }
  return {};
}

}  // namespace attn
