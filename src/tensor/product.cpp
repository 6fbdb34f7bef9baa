#include "tensor/product.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <vector>

// Eigen's own product adds up in an order that follows the width of the vectors and the caches,
// and with fused multiply-adds where there are any. Its fixed-size blocks do neither: a column
// times a row, added to a block, is one product and one sum for each cell.

namespace attn {
namespace {

template <int rows, int columns>
using Block = Eigen::Matrix<float, rows, columns, columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;

/// How many rows of b are gone through before the next columns: what stays in the nearest cache.
constexpr Size depth_of_panel = 128;

/// For so many rows of a it pays to copy what they all meet of b to one place.
constexpr Size many_rows = 32;

/// `depth` columns of a, beginning at cell (i, k), times as many rows of b, to `rows` x `columns`
/// cells of out.
template <int rows, int columns>
void add_block(const float* a, const MatrixView& whole, const float* b, Size b_down, Size depth,
               float* out, Size out_down) {
  using Inner = Eigen::InnerStride<>;
  Block<rows, columns> sums;
  for (int r = 0; r < rows; ++r) {
    sums.row(r) = Eigen::Map<const Block<1, columns>>(out + r * out_down);
  }
  for (Size k = 0; k < depth; ++k) {
    const Eigen::Map<const Block<rows, 1>, 0, Inner> column(a + k * whole.right, Inner(whole.down));
    const Eigen::Map<const Block<1, columns>> row(b + k * b_down);
    sums += column.lazyProduct(row);
  }
  for (int r = 0; r < rows; ++r) {
    Eigen::Map<Block<1, columns>>(out + r * out_down) = sums.row(r);
  }
}

/// The given columns of b and of out, all rows of a.
template <int columns>
void add_columns(const MatrixView& a, Size k, Size depth, const float* b, Size b_down, float* out,
                 Size out_down) {
  std::array<float, depth_of_panel * columns> panel;
  if (a.rows >= many_rows) {
    for (Size row = 0; row < depth; ++row) {
      std::copy_n(b + row * b_down, columns, panel.data() + row * columns);
    }
    b = panel.data();
    b_down = columns;
  }
  Size i = 0;
  const auto add = [&]<int rows>() {
    for (; i + rows <= a.rows; i += rows) {
      add_block<rows, columns>(a.first + i * a.down + k * a.right, a, b, b_down, depth,
                               out + i * out_down, out_down);
    }
  };
  if constexpr (columns <= 4) add.template operator()<8>();
  add.template operator()<4>();
  add.template operator()<2>();
  add.template operator()<1>();
}

/// For a b whose rows lie cell after cell.
void add_rowwise(const MatrixView& a, const MatrixView& b, float* out, Size out_down) {
  for (Size k = 0; k < a.columns; k += depth_of_panel) {
    const Size depth = std::min(depth_of_panel, a.columns - k);
    const float* panel = b.first + k * b.down;
    Size j = 0;
    const auto add = [&]<int columns>() {
      for (; j + columns <= b.columns; j += columns) {
        add_columns<columns>(a, k, depth, panel + j, b.down, out + j, out_down);
      }
    };
    add.template operator()<8>();
    add.template operator()<4>();
    add.template operator()<2>();
    add.template operator()<1>();
  }
}

/// A copy whose rows have `columns` cells, one after another: x and zeros behind it.
std::vector<float> rowwise(const MatrixView& x, Size columns) {
  std::vector<float> cells(static_cast<std::size_t>(x.rows * columns));
  for (Size j = 0; j < x.columns; ++j) {
    for (Size i = 0; i < x.rows; ++i) {
      cells[static_cast<std::size_t>(i * columns + j)] = x.first[i * x.down + j * x.right];
    }
  }
  return cells;
}

MatrixView transposed(const MatrixView& x) {
  return {x.first, x.columns, x.rows, x.right, x.down};
}

}  // namespace

void add_product(const MatrixView& a, const MatrixView& b, float* out) {
  if (b.right == 1 || b.columns == 1) return add_rowwise(a, b, out, b.columns);
  if (b.columns <= a.rows) {  // the smaller one is copied
    const std::vector<float> copy = rowwise(b, b.columns);
    return add_rowwise(a, {copy.data(), b.rows, b.columns, b.columns, 1}, out, b.columns);
  }
  // As (bᵀ @ aᵀ)ᵀ, with as many columns as vectors like.
  const Size width = (a.rows + 3) / 4 * 4;
  const std::vector<float> right = rowwise(transposed(a), width);
  std::vector<float> result(static_cast<std::size_t>(b.columns * width));
  for (Size i = 0; i < a.rows; ++i) {
    for (Size j = 0; j < b.columns; ++j) {
      result[static_cast<std::size_t>(j * width + i)] = out[i * b.columns + j];
    }
  }
  add_rowwise(transposed(b), {right.data(), a.columns, width, width, 1}, result.data(), width);
  for (Size i = 0; i < a.rows; ++i) {
    for (Size j = 0; j < b.columns; ++j) {
      out[i * b.columns + j] = result[static_cast<std::size_t>(j * width + i)];
    }
  }
}

}  // namespace attn
