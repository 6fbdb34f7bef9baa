#pragma once

#include <cstddef>

#include "tensor/dims.h"

namespace attn {

/// A matrix in memory: cell (i, j) lies at first[i * down + j * right].
struct MatrixView {
  const float* first;
  Size rows, columns;
  Size down, right;
};

/// Adds a @ b, (n, k) @ (k, m), to `out`, (n, m), row by row. Each cell is added up in the order
/// of k, starting with what `out` has, and each product and each sum is rounded to float32: the
/// same bits on every machine, whatever the width of its vectors, its caches and the compiler.
void add_product(const MatrixView& a, const MatrixView& b, float* out);

}  // namespace attn
