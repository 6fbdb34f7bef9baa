#include "render/summary.h"

#include <algorithm>
#include <cmath>

namespace attn {
namespace {

constexpr Size summarise_above = 1000;  // cells; PyTorch's default threshold
constexpr Size edge_items = 3;          // PyTorch's default, too

}  // namespace

bool is_summarised(const Tensor& tensor) {
  return tensor.numel() > summarise_above;
}

const std::string* label_in_slice(const Tensor& x, int axis, const Index& slice, Size place) {
  if (x.numel() == 0) return nullptr;
  if (slice.rank() == 0) {
    const Labels* labels = x.labels(axis);
    return labels ? &(*labels)[static_cast<std::size_t>(place)] : nullptr;
  }
  Index cell = slice;
  while (cell.rank() < x.dim()) cell.push_back(place);
  return x.label(axis, cell);
}

block::Matrix as_given(const Tensor& tensor) {
  const std::vector<float> values = tensor.values();
  const bool is_whole = std::all_of(values.begin(), values.end(),
                                    [](float value) { return value == std::round(value); });
  return {.tensor = tensor, .whole_numbers = is_whole, .counter_example = false};
}

std::vector<Size> shown_places(Size size, bool summarise) {
  std::vector<Size> places;
  const bool is_short = !summarise || size <= 2 * edge_items;
  for (Size place = 0; place < (is_short ? size : edge_items); ++place) places.push_back(place);
  if (is_short) return places;
  places.push_back(left_out);
  for (Size place = size - edge_items; place < size; ++place) places.push_back(place);
  return places;
}

}  // namespace attn
