#include "answer/side_by_side.h"

#include <string>
#include <utility>
#include <vector>

namespace attn {
namespace {

/// "[0, 1]" for matrix number `place`.
std::string index_of(Size place, const Shape& shape) {
  std::string index = "]";
  for (int axis = shape.rank() - 3; axis >= 0; place /= shape[axis--]) {
    index = (axis > 0 ? ", " : "[") + std::to_string(place % shape[axis]) + index;
  }
  return index;
}

}  // namespace

Size matrices_below(std::string_view line, const Shape& shape, std::size_t before) {
  const Size cells = shape[shape.rank() - 2] * shape[shape.rank() - 1];
  const Size first = static_cast<Size>(before) / cells;
  Size count = 1;
  for (std::size_t at = 0; (first + count) * cells < shape.product(); ++count) {
    at = line.find("  " + index_of(first + count, shape), at);
    if (at == std::string_view::npos) break;
  }
  return count;
}

bool take_apart(Answer& answer, std::size_t before, Size count) {
  const auto columns = static_cast<std::size_t>(answer.shape[answer.shape.rank() - 1]);
  const auto rows = static_cast<std::size_t>(answer.shape[answer.shape.rank() - 2]);
  const auto matrices = static_cast<std::size_t>(count);
  if (answer.readings.size() != before + matrices * rows * columns) return false;
  const std::vector<Reading> across(answer.readings.begin() + static_cast<std::ptrdiff_t>(before),
                                    answer.readings.end());
  std::size_t from = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t matrix = 0; matrix < matrices; ++matrix) {
      for (std::size_t column = 0; column < columns; ++column) {
        answer.readings[before + (matrix * rows + row) * columns + column] = across[from++];
      }
    }
  }
  return true;
}

}  // namespace attn
