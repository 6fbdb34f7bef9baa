#include "render/summary.h"

namespace attn {
namespace {

constexpr Size summarise_above = 1000;  // cells; PyTorch's default threshold
constexpr Size edge_items = 3;          // PyTorch's default, too

}  // namespace

bool is_summarised(const Tensor& tensor) {
  return tensor.numel() > summarise_above;
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
