#include "tensor/dims.h"

#include "tensor/shape_error.h"

namespace attn {

Dims Dims::filled(int rank, Size size) {
  Dims dims;
  for (int axis = 0; axis < rank; ++axis) dims.push_back(size);
  return dims;
}

void Dims::fail_full() {
  throw ShapeError("a tensor has at most " + std::to_string(max_rank) + " axes");
}

Dims Dims::inserted(int axis, Size size) const {
  assert(0 <= axis && axis <= rank_);
  Dims result;
  for (int a = 0; a < axis; ++a) result.push_back((*this)[a]);
  result.push_back(size);
  for (int a = axis; a < rank_; ++a) result.push_back((*this)[a]);
  return result;
}

Dims Dims::erased(int axis) const {
  assert(0 <= axis && axis < rank_);
  Dims result;
  for (int a = 0; a < rank_; ++a) {
    if (a != axis) result.push_back((*this)[a]);
  }
  return result;
}

Dims Dims::with(int axis, Size size) const {
  Dims result = *this;
  result[axis] = size;
  return result;
}

Size Dims::product() const {
  Size product = 1;
  for (const Size size : *this) product *= size;
  return product;
}

namespace {

std::string with_commas(const Dims& dims) {
  std::string text;
  for (const Size size : dims) text += (text.empty() ? "" : ",") + std::to_string(size);
  return text;
}

}  // namespace

std::string to_string(const Dims& dims) {
  return "(" + with_commas(dims) + ")";
}

std::string subscript(const Index& cell) {
  return cell.rank() == 0 ? "" : "[" + with_commas(cell) + "]";
}

void fail_no_axis(int dim, int rank) {
  throw ShapeError("dim " + std::to_string(dim) + " is out of range for " + std::to_string(rank) +
                   " axes");
}

Strides row_major_strides(const Shape& shape) {
  Strides strides = Strides::filled(shape.rank(), 1);
  for (int axis = shape.rank() - 2; axis >= 0; --axis) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  return strides;
}

Size row_major_place(const Index& cell, const Shape& shape) {
  Size place = 0;
  for (int axis = 0; axis < shape.rank(); ++axis) place = place * shape[axis] + cell[axis];
  return place;
}

Index cell_at(Size place, const Shape& shape) {
  Index cell = Index::filled(shape.rank(), 0);
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    cell[axis] = place % shape[axis];
    place /= shape[axis];
  }
  return cell;
}

Shape broadcast_shape(const Shape& a, const Shape& b) {
  const Shape& longer = a.rank() >= b.rank() ? a : b;
  const Shape& shorter = a.rank() >= b.rank() ? b : a;
  const int extra = longer.rank() - shorter.rank();
  Shape result = longer;
  for (int axis = 0; axis < shorter.rank(); ++axis) {
    Size& size = result[extra + axis];
    require_shape(size == shorter[axis] || size == 1 || shorter[axis] == 1, [&] {
      return to_string(a) + " and " + to_string(b) + " cannot be broadcast together";
    });
    if (size == 1) size = shorter[axis];
  }
  return result;
}

Index broadcast_cell(const Index& cell, const Shape& shape) {
  const int extra = cell.rank() - shape.rank();
  Index own = Index::filled(shape.rank(), 0);
  for (int axis = 0; axis < shape.rank(); ++axis) {
    own[axis] = shape[axis] == 1 ? 0 : cell[extra + axis];
  }
  return own;
}

std::vector<Index> all_cells(const Shape& shape) {
  std::vector<Index> cells;
  for_each_cell(shape, [&](const Index& at) { cells.push_back(at); });
  return cells;
}

}  // namespace attn
