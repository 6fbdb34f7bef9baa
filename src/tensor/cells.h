#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tensor/operation.h"

namespace attn {

// The loops that operations share.

/// f(x) of each cell.
template <class F>
Tensor map_cells(const Tensor& x, F f) {
  std::vector<float> values = x.values();
  for (float& value : values) value = f(value);
  return Tensor(x.shape(), std::move(values));
}

/// The row of `x` that meets the row of a broadcast result that starts at `first`.
class BroadcastRow {
 public:
  BroadcastRow(const Tensor& x, const Index& first)
      : first_(x.data() + x.position(broadcast_cell(first, x.shape()))),
        step_(x.dim() == 0 || x.size(-1) == 1 ? 0 : x.strides()[x.dim() - 1]) {}
  float operator[](Size i) const { return first_[i * step_]; }

 private:
  const float* first_;
  Size step_;
};

/// f(a, b) of each pair of cells that meet when the shapes are broadcast.
template <class F>
Tensor map_cells(const Tensor& a, const Tensor& b, F f) {
  if (b.dim() == 0 || a.shape() == b.shape()) {  // nothing to repeat: no need to match cells
    std::vector<float> x = a.values();
    const std::vector<float> y = b.values();
    const std::size_t step = b.dim() == 0 ? 0 : 1;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = f(x[i], y[i * step]);
    return Tensor(a.shape(), std::move(x));
  }
  const Shape shape = broadcast_shape(a.shape(), b.shape());
  std::vector<float> values(static_cast<std::size_t>(shape.product()));
  float* out = values.data();
  const int last = shape.rank() - 1;  // shapes that differ have an axis
  // Row by row, so that cells are matched once for each row.
  for_each_cell(shape.with(last, std::min<Size>(shape[last], 1)), [&](const Index& first) {
    const BroadcastRow x(a, first);
    const BroadcastRow y(b, first);
    for (Size i = 0; i < shape[last]; ++i) *out++ = f(x[i], y[i]);
  });
  return Tensor(shape, std::move(values));
}

/// f(x, cell) of each cell.
template <class F>
Tensor map_with_index(const Tensor& x, F f) {
  std::vector<float> values = x.values();
  std::size_t i = 0;
  for_each_cell(x.shape(), [&](const Index& cell) { values[i] = f(values[i], cell), ++i; });
  return Tensor(x.shape(), std::move(values));
}

/// The cells that share all places but the one on `axis`: a row, if that is the last axis.
class Lane {
 public:
  Lane(const Tensor& x, int axis, Index cell) : size_(x.size(axis)), stride_(x.strides()[axis]) {
    cell[axis] = 0;
    first_ = x.data() + x.position(cell);
  }
  Size size() const { return size_; }
  float operator[](Size i) const { return first_[i * stride_]; }

 private:
  const float* first_;
  Size size_;
  Size stride_;
};

/// nan if any cell is nan, as in PyTorch.
inline float largest(const Lane& lane) {
  float largest = lane[0];
  for (Size i = 1; i < lane.size(); ++i) {
    if (lane[i] > largest || std::isnan(lane[i])) largest = lane[i];
  }
  return largest;
}

/// The mean of a lane, or of a vector of numbers. In double: over many thousand cells a float sum
/// would lose the digits that lessons compare.
template <class Numbers>
double mean_of(const Numbers& x) {
  double sum = 0;
  for (decltype(x.size()) i = 0; i < x.size(); ++i) sum += x[i];
  return sum / static_cast<double>(x.size());
}

/// Σ (x - mean)².
template <class Numbers>
double sum_of_squares(const Numbers& x) {
  const double mean = mean_of(x);
  double squares = 0;
  for (decltype(x.size()) i = 0; i < x.size(); ++i) squares += (x[i] - mean) * (x[i] - mean);
  return squares;
}

/// f(lane) of each lane along `axis`; the axis is gone from the result.
template <class F>
Tensor reduce_lanes(const Tensor& x, int axis, F f) {
  const Shape shape = x.shape().erased(axis);
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(shape.product()));
  for_each_cell(shape, [&](const Index& cell) {
    values.push_back(f(Lane(x, axis, cell.inserted(axis, 0))));
  });
  return Tensor(shape, std::move(values));
}

/// A result of reduce_lanes with its axis back, as an axis of 1.
inline Tensor with_axis(const Tensor& reduced, int axis) {
  const Shape kept = reduced.shape().inserted(axis, 1);
  return reduced.viewed(kept, row_major_strides(kept));
}

/// The names along axis `axis` of x, but for axis `lost`, which has none in the result.
inline const Labels* labels_but(const Tensor& x, int lost, int axis) {
  return axis == lost ? nullptr : x.labels_of_items(axis);
}

/// The names along axis `axis` of a result that has the axes of x without axis `gone`.
inline const Labels* labels_without(const Tensor& x, int gone, int axis) {
  return x.labels_of_items(axis < gone ? axis : axis + 1);
}

/// Of a mean: "the mean of 6 numbers".
Wording words_of_mean(const Told& told);

}  // namespace attn
