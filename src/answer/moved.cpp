#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "answer/axis_words.h"
#include "answer/relations.h"
#include "lesson/korean.h"

namespace attn {
namespace {

/// x with its axes in another order, as torch.permute has them, row-major.
std::vector<float> in_axis_order(const Tensor& x, const std::vector<int>& axes, Shape& shape) {
  shape = Shape();
  for (const int axis : axes) shape.push_back(x.size(axis));
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(x.numel()));
  for_each_cell(shape, [&](const Index& cell) {
    Index place = cell;
    for (int i = 0; i < cell.rank(); ++i) place[axes[static_cast<std::size_t>(i)]] = cell[i];
    values.push_back(x.at(place));
  });
  return values;
}

/// "x.T", "x.transpose(1, 2)", "x.permute(2, 0, 1)".
std::string with_axes(const std::string& name, const std::vector<int>& axes) {
  std::vector<std::string> moved;
  std::vector<std::string> all;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    all.push_back(std::to_string(axes[i]));
    if (axes[i] != static_cast<int>(i)) moved.push_back(std::to_string(i));
  }
  if (axes.size() == 2) return name + ".T";
  if (moved.size() == 2) return formatted("{}.transpose({})", name, joined(moved, ", "));
  return formatted("{}.permute({})", name, joined(all, ", "));
}

/// A tensor seen as (before, places, after), places along one axis or in blocks of columns.
struct Lanes {
  std::size_t before, count, after;

  std::size_t cell(std::size_t outer, std::size_t place, std::size_t inner) const {
    return (outer * count + place) * after + inner;
  }
};

/// Which place of x each place of `got` is; nothing if they are not the same, moved.
std::optional<std::vector<std::size_t>> order_of(const std::vector<float>& x, const Lanes& lanes,
                                                 const WrittenTensor& got) {
  const auto is_place = [&](std::size_t to, std::size_t from) {
    for (std::size_t outer = 0; outer < lanes.before; ++outer) {
      for (std::size_t inner = 0; inner < lanes.after; ++inner) {
        if (!got.agrees(lanes.cell(outer, to, inner), x[lanes.cell(outer, from, inner)])) {
          return false;
        }
      }
    }
    return true;
  };
  std::vector<std::size_t> order(lanes.count, lanes.count);
  std::vector<bool> is_taken(lanes.count, false);
  for (std::size_t to = 0; to < lanes.count; ++to) {
    if (!is_place(to, to)) continue;
    order[to] = to;
    is_taken[to] = true;
  }
  for (std::size_t to = 0; to < lanes.count; ++to) {
    for (std::size_t from = 0; from < lanes.count && order[to] == lanes.count; ++from) {
      if (is_taken[from] || !is_place(to, from)) continue;
      order[to] = from;
      is_taken[from] = true;
    }
    if (order[to] == lanes.count) return {};
  }
  std::vector<float> moved(x.size());
  for (std::size_t outer = 0; outer < lanes.before; ++outer) {
    for (std::size_t to = 0; to < lanes.count; ++to) {
      for (std::size_t inner = 0; inner < lanes.after; ++inner) {
        moved[lanes.cell(outer, to, inner)] = x[lanes.cell(outer, order[to], inner)];
      }
    }
  }
  if (got.fit(moved) == Fit::none) return {};
  return order;
}

/// Whether so many orders cannot be hit by chance.
bool tells_orders(const Tensor& x, const WrittenTensor& got, std::size_t places) {
  const double orders = std::lgamma(static_cast<double>(places) + 1) / std::log(10);
  return got.information_beside(x) >= orders + 1.5;
}

bool is_reversed(const std::vector<std::size_t>& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] != order.size() - 1 - i) return false;
  }
  return true;
}

Text words_of_order(const std::vector<std::size_t>& order, const AxisWords& moved) {
  std::vector<std::size_t> away;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] != i) away.push_back(i);
  }
  if (away.size() == 2) {
    const std::string one = moved.place_and_label(away[0]);
    const std::string other = moved.place_and_label(away[1]);
    return {formatted_ko("{} {}[과/와] {}[이/가] 서로 바뀌었습니다", moved.all.ko, one, other),
            formatted("{} {} and {} are exchanged", moved.all.en, one, other)};
  }
  if (is_reversed(order)) {
    return {formatted_ko("{}의 순서가 거꾸로입니다", moved.all.ko),
            formatted("the {} are in reverse order", moved.all.en)};
  }
  constexpr std::size_t most = 12;
  std::vector<std::string> places;
  for (const std::size_t from : order) {
    if (places.size() == most) break;
    places.push_back(moved.place(from));
  }
  const std::string list = joined(places, ", ") + (order.size() > most ? ", …" : "");
  return {formatted_ko("{}의 순서가 다릅니다: {}", moved.all.ko, list),
          formatted("the {} stand in another order: {}", moved.all.en, list)};
}

/// Those of x, whose places along an axis, or in blocks of columns, were moved.
std::optional<Relation> moved_as(const Tensor& x, const WrittenTensor& got, const Lanes& lanes,
                                 const AxisWords& moved) {
  if (lanes.count < 2 || !tells_orders(x, got, lanes.count)) return {};
  const auto order = order_of(x.values(), lanes, got);
  if (!order) return {};
  const Text words = words_of_order(*order, moved);
  return Relation{Relation::Kind::permuted,
                  {formatted("{}의 수이지만 {}", x.name(), words.ko),
                   formatted("these are the numbers of {}, but {}", x.name(), words.en)}};
}

}  // namespace

std::optional<Relation> as_transposed(const Tensor& x, const WrittenTensor& got) {
  if (x.dim() < 2 || x.dim() > 4 || got.shape().product() != x.numel()) return {};
  std::vector<int> axes(static_cast<std::size_t>(x.dim()));
  std::iota(axes.begin(), axes.end(), 0);
  if (got.information_beside(x) < 3) return {};  // at most 23 orders are tried
  while (std::next_permutation(axes.begin(), axes.end())) {
    Shape shape;
    const std::vector<float> values = in_axis_order(x, axes, shape);
    if (values == x.values() || !got.fits(shape) || got.fit(values) == Fit::none) continue;
    const std::string what = with_axes(x.name(), axes);
    if (x.dim() == 2) {
      return Relation{
          Relation::Kind::transposed,
          {formatted("{}의 수입니다. 행과 열이 서로 바뀌었습니다", what),
           formatted("these are the numbers of {}: rows and columns are exchanged", what)}};
    }
    return Relation{
        Relation::Kind::transposed,
        {formatted("{}의 수입니다. 축의 순서가 다릅니다", what),
         formatted("these are the numbers of {}: the axes stand in another order", what)}};
  }
  return {};
}

std::optional<Relation> as_permuted(const Tensor& x, const WrittenTensor& got) {
  if (x.dim() == 0 || !got.fits(x.shape())) return {};
  const auto columns = static_cast<std::size_t>(x.size(-1));
  const auto rows = static_cast<std::size_t>(x.numel()) / columns;
  for (std::size_t width = 2; width <= columns / 2 && x.dim() > 1; ++width) {
    if (columns % width != 0) continue;
    const AxisWords blocks = {
        .one = {"헤드", "head"},
        .all = {formatted("헤드({}열씩)", width), formatted("heads (of {} columns each)", width)},
        .first = 1};
    if (auto found = moved_as(x, got, {rows, columns / width, width}, blocks)) return found;
  }
  std::size_t before = 1;
  for (int axis = 0; axis < x.dim(); ++axis) {
    const auto count = static_cast<std::size_t>(x.size(axis));
    const std::size_t after = static_cast<std::size_t>(x.numel()) / (before * count);
    if (auto found = moved_as(x, got, {before, count, after}, words_along(x, axis))) return found;
    before *= count;
  }
  return {};
}

}  // namespace attn
