#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace attn {

/// Sizes, strides and positions, as wide as PyTorch's.
using Size = std::int64_t;

/// One number per axis, outermost axis first; no axis at all for a scalar. Holds at most
/// `max_rank` axes, in place, so that shapes cost no allocation.
class Dims {
 public:
  static constexpr int max_rank = 6;

  Dims() = default;
  Dims(std::initializer_list<Size> sizes) {
    for (const Size size : sizes) push_back(size);
  }
  /// `rank` axes, every one of them `size`.
  static Dims filled(int rank, Size size);

  int rank() const { return rank_; }
  Size& operator[](int axis) {
    assert(0 <= axis && axis < rank_);
    return sizes_[static_cast<std::size_t>(axis)];
  }
  Size operator[](int axis) const {
    assert(0 <= axis && axis < rank_);
    return sizes_[static_cast<std::size_t>(axis)];
  }
  const Size* begin() const { return sizes_.data(); }
  const Size* end() const { return sizes_.data() + rank_; }

  void push_back(Size size) {
    if (rank_ == max_rank) fail_full();
    sizes_[static_cast<std::size_t>(rank_++)] = size;
  }
  /// A copy with `size` as a new axis before axis `axis`; `axis` may be the rank.
  Dims inserted(int axis, Size size) const;
  /// A copy without axis `axis`.
  Dims erased(int axis) const;
  /// A copy in which axis `axis` is `size`.
  Dims with(int axis, Size size) const;
  /// All numbers multiplied: the cells of a shape; 1 for a scalar.
  Size product() const;

  friend bool operator==(const Dims& a, const Dims& b) {
    if (a.rank_ != b.rank_) return false;
    for (int axis = 0; axis < a.rank_; ++axis) {
      if (a[axis] != b[axis]) return false;
    }
    return true;
  }

 private:
  [[noreturn]] static void fail_full();  // throws ShapeError

  std::array<Size, max_rank> sizes_{};
  int rank_ = 0;
};

using Shape = Dims;
using Strides = Dims;  ///< in elements, not bytes
using Index = Dims;    ///< a cell: from 0 on every axis

/// "(6,3)"; "(6)" for one axis and "()" for none.
std::string to_string(const Dims& dims);
/// "[0,1]", as a cell is asked for; "" for the one cell of a tensor without axes.
std::string subscript(const Index& cell);

[[noreturn]] void fail_no_axis(int dim, int rank);

/// The axis meant by `dim`, which counts from the end when negative, as in PyTorch.
/// Throws ShapeError when there is no such axis.
inline int axis_of(int dim, int rank) {
  if (dim < -rank || dim >= rank) fail_no_axis(dim, rank);
  return dim < 0 ? dim + rank : dim;
}

/// Elements to step over for a neighbour along each axis of a contiguous tensor.
Strides row_major_strides(const Shape& shape);

/// How many cells come before `cell` in row-major order.
Size row_major_place(const Index& cell, const Shape& shape);

/// The cell that comes after `place` others in row-major order.
Index cell_at(Size place, const Shape& shape);

/// The shape two operands meet in: axes are matched from the last one, and an axis of 1 is
/// repeated. Throws ShapeError when an axis differs and neither side is 1.
Shape broadcast_shape(const Shape& a, const Shape& b);

/// The cell of an operand of shape `shape` that meets cell `cell` of the broadcast result.
Index broadcast_cell(const Index& cell, const Shape& shape);

/// Moves `cell` to the next one in row-major order; after the last it is the first again.
inline void advance(Index& cell, const Shape& shape) {
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    if (++cell[axis] < shape[axis]) return;
    cell[axis] = 0;
  }
}

/// Calls `visit(cell)` for each cell of `shape` in row-major order.
template <class Visit>
void for_each_cell(const Shape& shape, Visit visit) {
  Index cell = Index::filled(shape.rank(), 0);
  for (Size n = shape.product(); n > 0; --n, advance(cell, shape)) visit(cell);
}

/// All cells of `shape`, in row-major order.
std::vector<Index> all_cells(const Shape& shape);

}  // namespace attn
